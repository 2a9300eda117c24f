"""Answers inspection requests: what the network makes of single digits at one place."""

from collections.abc import Generator
from typing import Any

import numpy as np
import torch
from numpy.typing import DTypeLike, NDArray
from torch import Tensor

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.wings.inspection.results import Inspection, InspectRequest

EXAMPLES = 8
MISTAKES = 24
PIECE = 128
"""Validation samples at once: what is asked for meanwhile waits so long, and no longer.

Each loss is made of the whole validation set, so that this is a hundredth of what it takes anyway.
"""


def inspect(
    context: JobContext, request: InspectRequest
) -> Generator[Inspection | None, None, None]:
    """Send the validation set through the network, PIECE samples at a time.

    It counts no evaluations: the counter counts networks on train batches that tell a player a
    loss, and neither the validation set nor eight examples do.
    """
    network = context.network
    theta = network.theta(request.place)
    data, batch = network.data, network.batch(request.place.batch)
    predict = network.evaluator.predictor(theta)
    labels = data.test_labels.cpu().numpy()
    classes = len(data.classes)
    log_probabilities = np.empty((len(labels), classes), np.float64)
    for start in range(0, len(labels), PIECE):
        part = slice(start, start + PIECE)
        log_probabilities[part] = predict(data.validation().inputs[part]).cpu().numpy()
        yield None
    predictions = log_probabilities.argmax(axis=1)
    counts = np.bincount(labels * classes + predictions, minlength=classes * classes)
    losses = -log_probabilities[np.arange(len(labels)), labels]
    wrong = np.flatnonzero(predictions != labels)
    # A loss that is no number is as bad as one without end.
    badness = np.nan_to_num(losses[wrong], nan=np.inf, posinf=np.inf)
    worst = wrong[np.argsort(-badness, kind="stable")[:MISTAKES]]
    shown = predict(batch.inputs[:EXAMPLES]).exp().cpu().numpy()
    height, width = data.train_images.shape[-2:]
    yield Inspection(
        frame=request.frame,
        classes=data.classes,
        example_images=_grey(data.train_images, batch.indices[:EXAMPLES]),
        example_labels=_read_only(batch.targets[:EXAMPLES].cpu().numpy(), np.int64),
        example_probabilities=_read_only(shown, np.float32),
        confusion=_read_only(counts.reshape(classes, classes), np.int64),
        mistake_images=_grey(data.test_images, torch.from_numpy(worst)),
        mistake_labels=_read_only(labels[worst], np.int64),
        mistake_predictions=_read_only(predictions[worst], np.int64),
        mistake_losses=_read_only(losses[worst], np.float32),
        mistake_indices=_read_only(worst, np.int64),
        weights=first_weights(network.layout, theta, (height, width)),
        descent=request.descent,
        owner=request.owner,
    )


def first_weights(
    layout: ParameterLayout, theta: Tensor, shape: tuple[int, int]
) -> NDArray[np.float32] | None:
    """The weights of the first layer at θ (P,), as pictures (n, h, w) float32, read-only.

    One picture of `shape` (height, width) for each output of a layer of all pixels, one for each
    kernel (by outputs, then by inputs) of a convolution; None where the first layer is another.
    """
    if not layout.filters:
        return None
    first = layout.filters[0]
    values = theta[first.slice].reshape(first.shape)
    if values.dim() == 4:
        pictures = values.flatten(0, 1)
    elif values.dim() == 2 and values.shape[1] == shape[0] * shape[1]:
        pictures = values.reshape(-1, *shape)
    else:
        return None
    return _read_only(pictures.cpu().numpy(), np.float32)


def _grey(images: Tensor, indices: Tensor) -> NDArray[np.float32]:
    """Pictures (n, h, w) in 0..1 of images (N, 1, h, w) uint8."""
    chosen = images[indices.to(images.device)][:, 0].cpu().numpy()
    return _read_only(chosen / np.float32(255), np.float32)


def _read_only(values: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    own = np.array(values, dtype=dtype, order="C")
    own.flags.writeable = False
    return own
