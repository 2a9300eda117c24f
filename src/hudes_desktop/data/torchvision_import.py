"""Imports torchvision's data sets, also where only its pure Python half works.

Import lazily: it takes about two seconds.
"""

import importlib
from types import ModuleType

import torch

_DETECTION_OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_libraries: list[torch.library.Library] = []
"""Keeps the operators defined below alive: torch forgets them with their Library object."""


def torchvision_datasets() -> ModuleType:
    """The module torchvision.datasets.

    A torchvision built for CUDA can't load its compiled operators beside a CPU build of torch, and
    then fails to import because it describes an operator (`nms`) that nobody has defined. Data
    sets need none of these operators, so we define their schemas and import again.
    """
    try:
        return importlib.import_module("torchvision.datasets")
    except RuntimeError as error:
        if "operator torchvision::nms does not exist" not in str(error):
            raise
    library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]  # as below
    for schema in _DETECTION_OPERATORS:
        library.define(schema)  # type: ignore[no-untyped-call]  # torch gives no types
    _libraries.append(library)
    return importlib.import_module("torchvision.datasets")
