"""Whole data sets as uint8 tensors on a device, and normalised batches indexed out of them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from hudes_desktop.data import idx_files
from hudes_desktop.data.batches import BatchAddress, sample_indices
from hudes_desktop.data.download import Progress, download
from hudes_desktop.data.sources import (
    IDX_FILES,
    SOURCES,
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    Source,
)
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store import paths


@dataclass(frozen=True, eq=False)
class Batch:
    """Samples on one device.

    inputs: (B, 1, 28, 28) float32, normalised; targets: (B,) int64; indices: (B,) int64, where the
    samples lie in their set.
    """

    inputs: Tensor
    targets: Tensor
    indices: Tensor


@dataclass(frozen=True, eq=False)
class DataSet:
    """A training and a test set, whole, on one device.

    train_images, test_images: (N, 1, 28, 28) uint8; train_labels, test_labels: (N,) int64.
    mean, std: of the training pixels in [0, 1]; a batch holds (pixel / 255 - mean) / std.
    notes: lines for the user about what was found when it was loaded.
    """

    name: str
    classes: tuple[str, ...]
    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    mean: float
    std: float
    notes: tuple[str, ...] = ()

    def to(self, device: torch.device | str) -> "DataSet":
        """The same data on `device`; tensors that are there already are shared."""
        return replace(
            self,
            train_images=self.train_images.to(device),
            train_labels=self.train_labels.to(device),
            test_images=self.test_images.to(device),
            test_labels=self.test_labels.to(device),
        )

    def train_batch(self, address: BatchAddress) -> Batch:
        """The training samples at `address`; all that there are where the set is smaller."""
        size = min(address.size, len(self.train_labels))
        order = sample_indices(replace(address, size=size), len(self.train_labels))
        return self._samples(order)

    def first(self, count: int) -> Batch:
        """The first training samples, `count` of them or all that there are."""
        return self._samples(torch.arange(min(count, len(self.train_labels))))

    def _samples(self, order: Tensor) -> Batch:
        indices = order.to(self.train_images.device, copy=True)
        return Batch(
            inputs=self._normalised(self.train_images[indices]),
            targets=self.train_labels[indices],
            indices=indices,
        )

    def validation(self) -> Batch:
        """All test samples in their order; computed once."""
        return self._validation

    @cached_property
    def _validation(self) -> Batch:
        return Batch(
            inputs=self._normalised(self.test_images),
            targets=self.test_labels,
            indices=torch.arange(len(self.test_labels), device=self.test_labels.device),
        )

    def _normalised(self, images: Tensor) -> Tensor:
        """float32 of (pixel / 255 - mean) / std, in two passes over the pixels."""
        shifted = torch.sub(images, 255 * self.mean)
        return shifted.div_(255 * self.std)


def load(name: str, data_dir: Path | None = None, progress: Progress | None = None) -> DataSet:
    """The data set `name` of SOURCES, on the CPU.

    data_dir: a folder of the user's with the IDX files; it is only read. Without it, bundled
        files are unpacked into the user's cache, others downloaded into it; both are checked each
        time, and unpacked or downloaded again where they are damaged.
    progress: told how far a download has come.

    Raises EnvironmentFault for an unknown name, and for files that are missing, truncated,
    altered or can't be fetched.
    """
    source = SOURCES.get(name)
    if source is None:
        raise EnvironmentFault(f"unknown data set {name!r}: choose one of {', '.join(SOURCES)}")
    if data_dir is None:
        folder, notes = _cached_folder(source, progress)
        return _read(source, folder, mapped=True, notes=notes)
    with _users_folder(source, data_dir.expanduser()) as folder:
        data = _read(source, folder, mapped=False)
    return data if source.md5 else replace(data, notes=(_found(data, data_dir),))


def _found(data: DataSet, folder: Path) -> str:
    """What there is in files that nobody has published the checksums of."""
    labels = torch.cat([data.train_labels, data.test_labels])
    counts = labels.bincount(minlength=len(data.classes)).tolist()
    missing = [name for name, count in zip(data.classes, counts, strict=True) if not count]
    all_or_some = f"none of {', '.join(missing)}" if missing else f"all {len(counts)} classes"
    return (
        f"{data.name} from {folder}: {len(data.train_labels):,} training and "
        f"{len(data.test_labels):,} test images, {all_or_some}"
    )


def _cached_folder(source: Source, progress: Progress | None) -> tuple[Path, tuple[str, ...]]:
    """The verified files in the user's cache, put there first where they aren't; DataSet.notes."""
    folder = paths.cache_dir() / source.folder_name / "raw"
    bundle = paths.assets_dir() / source.name
    packed = {
        folder / name: (folder.parent / "packed" if source.mirror else bundle) / f"{name}.gz"
        for name in IDX_FILES
    }
    stale = [file for file in packed if not idx_files.is_unpacked(packed[file], file)]
    notes = tuple(f"{file} was damaged and has been made anew" for file in stale if file.exists())
    if stale and source.mirror:
        download(source, folder.parent / "packed", progress)
    for file in stale:
        idx_files.unpack(packed[file], file, "install the program again")
    return folder, notes


@contextmanager
def _users_folder(source: Source, data_dir: Path) -> Iterator[Path]:
    """The verified files in a folder of the user's, or unpacked from it for a while."""
    remedy = "put a good copy in its place"
    found = idx_files.find_folder(source, data_dir)
    users = {name: idx_files.plain_or_packed(found / name) for name in IDX_FILES}
    with tempfile.TemporaryDirectory(prefix="hudes-desktop-") as temporary:
        as_they_are = all(path and path.suffix != ".gz" for path in users.values())
        folder = found if as_they_are else Path(temporary)
        for name, path in users.items():
            if path is None:
                raise EnvironmentFault(f"{found / name} is missing: put it there, gzipped or not")
            if path.suffix == ".gz":
                idx_files.unpack(path, folder / name, remedy)
            elif not as_they_are:
                shutil.copyfile(path, folder / name)
            idx_files.check(folder / name, path, remedy, source.md5.get(name))
        yield folder


def _read(source: Source, folder: Path, *, mapped: bool, notes: tuple[str, ...] = ()) -> DataSet:
    """The data set in a folder of four verified IDX files."""
    train = _read_half(source, folder, "training", TRAIN_IMAGES, TRAIN_LABELS, mapped)
    test = _read_half(source, folder, "test", TEST_IMAGES, TEST_LABELS, mapped)
    of = source.name, source.classes
    return DataSet(*of, *train, *test, mean=source.mean, std=source.std, notes=notes)


def _read_half(
    source: Source, folder: Path, half: str, images_file: str, labels_file: str, mapped: bool
) -> tuple[Tensor, Tensor]:
    """Images (N, 1, 28, 28) uint8 and labels (N,) int64."""
    images = torch.from_numpy(idx_files.read(folder / images_file, mapped=mapped))
    labels = torch.from_numpy(idx_files.read(folder / labels_file, mapped=mapped)).long()
    if len(images) != len(labels):
        raise EnvironmentFault(
            f"{folder} has {len(images)} {half} images and "
            f"{len(labels)} labels: put four files there that belong together"
        )
    if not len(labels):
        raise EnvironmentFault(
            f"{folder} has no {half} images: put four files of {source.name} there"
        )
    if int(labels.max()) >= len(source.classes):
        raise EnvironmentFault(
            f"{folder} needs {half} labels from 0 to "
            f"{len(source.classes) - 1}: put four files of {source.name} there"
        )
    return images.unsqueeze(1), labels
