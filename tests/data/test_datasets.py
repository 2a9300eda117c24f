import gzip
import shutil
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import torch

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.data.datasets import DataSet, load
from hudes_desktop.data.sources import SOURCES
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.paths import assets_dir


def raw(name: str, header: int) -> np.ndarray:
    """The bytes behind the header of a bundled file, read by numpy alone."""
    packed = (assets_dir() / "mnist" / f"{name}.gz").read_bytes()
    return np.frombuffer(gzip.decompress(packed), np.uint8, offset=header)


def test_mnist_is_whole_and_small_in_memory(mnist: DataSet) -> None:
    assert mnist.train_images.shape == (60_000, 1, 28, 28)
    assert mnist.test_images.shape == (10_000, 1, 28, 28)
    assert mnist.train_images.dtype == mnist.test_images.dtype == torch.uint8
    assert mnist.train_labels.dtype == mnist.test_labels.dtype == torch.int64
    assert mnist.classes == tuple("0123456789")
    # The well-known histogram of the training labels.
    assert mnist.train_labels.bincount().tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip


def test_a_batch_is_the_raw_files_indexed(mnist: DataSet) -> None:
    batch = mnist.train_batch(BatchAddress(seed=11, number=3, size=128))

    images = raw("train-images-idx3-ubyte", 16).reshape(60_000, 28, 28)[batch.indices.numpy()]
    expected = (images[:, None].astype(np.float64) / 255 - 0.1307) / 0.3081
    labels = raw("train-labels-idx1-ubyte", 8)[batch.indices.numpy()]
    assert batch.inputs.shape == (128, 1, 28, 28)
    assert batch.inputs.dtype == torch.float32
    np.testing.assert_allclose(batch.inputs.numpy(), expected, atol=1e-6)
    np.testing.assert_array_equal(batch.targets.numpy(), labels)


def test_validation_is_all_test_digits_in_order_and_made_once(mnist: DataSet) -> None:
    validation = mnist.validation()

    images = raw("t10k-images-idx3-ubyte", 16).reshape(10_000, 1, 28, 28)
    expected = (images.astype(np.float64) / 255 - 0.1307) / 0.3081
    np.testing.assert_allclose(validation.inputs.numpy(), expected, atol=1e-6)
    np.testing.assert_array_equal(validation.targets, raw("t10k-labels-idx1-ubyte", 8))
    np.testing.assert_array_equal(validation.indices, np.arange(10_000))
    assert mnist.validation() is validation


def test_training_pixels_are_normalised(mnist: DataSet) -> None:
    batch = mnist.train_batch(BatchAddress(seed=0, number=0, size=10_000))

    assert batch.inputs.mean().abs() < 0.02
    assert (batch.inputs.std() - 1).abs() < 0.02


def test_writing_to_a_batch_spoils_neither_data_nor_order(mnist: DataSet) -> None:
    address = BatchAddress(seed=2, number=0, size=8)
    first = mnist.train_batch(address)
    kept = first.indices.clone(), first.inputs.clone()

    first.indices.zero_()
    first.inputs.zero_()

    again = mnist.train_batch(address)
    assert torch.equal(again.indices, kept[0])
    assert torch.equal(again.inputs, kept[1])


def test_to_the_device_it_is_on_copies_nothing(mnist: DataSet) -> None:
    assert mnist.to("cpu").train_images.data_ptr() == mnist.train_images.data_ptr()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
def test_batches_are_the_same_on_a_gpu(mnist: DataSet) -> None:
    address = BatchAddress(seed=4, number=9, size=64)
    on_gpu = mnist.to("cuda").train_batch(address)

    assert on_gpu.inputs.is_cuda
    torch.testing.assert_close(on_gpu.inputs.cpu(), mnist.train_batch(address).inputs)


def test_unknown_name_lists_the_known() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        load("imagenet")

    assert all(name in str(caught.value) for name in (*SOURCES, "imagenet"))


@pytest.mark.parametrize("layout", ["FashionMNIST/raw", "raw", "FashionMNIST", "."])
@pytest.mark.parametrize("packed", [False, True])
def test_users_files_in_any_usual_layout(tmp_path, write_idx, layout, packed) -> None:
    content = write_idx(tmp_path / layout, packed=packed)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    data = load("fashion-mnist", data_dir=tmp_path)

    np.testing.assert_array_equal(
        data.train_images[:, 0].numpy(), content["train-images-idx3-ubyte"]
    )
    np.testing.assert_array_equal(data.test_labels.numpy(), content["t10k-labels-idx1-ubyte"])
    assert data.classes[9] == "Ankle boot"
    # Nothing was written into the user's folder.
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_users_files_partly_packed(tmp_path: Path, write_idx) -> None:
    content = write_idx(tmp_path, packed=True)
    packed = tmp_path / "train-labels-idx1-ubyte.gz"
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()

    data = load("kmnist", data_dir=tmp_path)

    np.testing.assert_array_equal(data.train_labels.numpy(), content["train-labels-idx1-ubyte"])


def test_a_batch_larger_than_the_users_set_is_all_of_it(tmp_path: Path, write_idx) -> None:
    content = write_idx(tmp_path)
    data = load("kmnist", data_dir=tmp_path)

    batch = data.train_batch(BatchAddress(0, 3, 2048))

    assert sorted(batch.indices.tolist()) == list(range(60))
    labels = content["train-labels-idx1-ubyte"][batch.indices.numpy()]
    np.testing.assert_array_equal(batch.targets.numpy(), labels)


def test_a_set_without_images_is_one_line(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path)
    for name, dimensions in (("images-idx3", (28, 28)), ("labels-idx1", ())):
        header = struct.pack(f">{2 + len(dimensions)}I", 0x0801 + len(dimensions), 0, *dimensions)
        (tmp_path / f"train-{name}-ubyte").write_bytes(header)

    with pytest.raises(EnvironmentFault, match="has no training images") as caught:
        load("kmnist", data_dir=tmp_path)
    assert "\n" not in str(caught.value)


def test_only_the_idx_files_count(tmp_path: Path, write_idx) -> None:
    """What an old torchvision left beside them is not looked at, let alone unpickled."""
    content = write_idx(tmp_path / "KMNIST" / "raw")
    processed = tmp_path / "KMNIST" / "processed"
    processed.mkdir()
    for name in ("training.pt", "test.pt"):
        (processed / name).write_bytes(b"not even a tensor")

    data = load("kmnist", data_dir=tmp_path)

    images = content["train-images-idx3-ubyte"]
    np.testing.assert_array_equal(data.train_images[:, 0].numpy(), images)


def test_no_more_is_unpacked_than_the_header_promises(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path, packed=True)
    packed = tmp_path / "train-labels-idx1-ubyte.gz"
    bomb = gzip.decompress(packed.read_bytes()) + bytes(400_000_000)
    packed.write_bytes(gzip.compress(bomb, 1))
    del bomb

    tracemalloc.start()
    with pytest.raises(EnvironmentFault, match=r"labels-idx1-ubyte\.gz is altered"):
        load("kmnist", data_dir=tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_what_was_found_is_said_where_no_checksum_vouches_for_it(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path)
    labels = tmp_path / "train-labels-idx1-ubyte"
    header = labels.read_bytes()[:8]
    labels.write_bytes(header + bytes(1 + k % 9 for k in range(60)))
    shutil.copy(tmp_path / "train-labels-idx1-ubyte", tmp_path / "t10k-labels-idx1-ubyte")
    shutil.copy(tmp_path / "train-images-idx3-ubyte", tmp_path / "t10k-images-idx3-ubyte")

    [note] = load("kmnist", data_dir=tmp_path).notes

    assert note == f"kmnist from {tmp_path}: 60 training and 60 test images, none of o"


def test_a_folder_without_data_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"no mnist files in .*train-images-idx3-ubyte"):
        load("mnist", data_dir=tmp_path / "nowhere")


def test_one_missing_file_is_named(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()

    with pytest.raises(EnvironmentFault, match=r"t10k-labels-idx1-ubyte is missing"):
        load("kmnist", data_dir=tmp_path)


def test_images_and_labels_that_do_not_belong_together(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path)
    shutil.copy(tmp_path / "t10k-labels-idx1-ubyte", tmp_path / "train-labels-idx1-ubyte")

    with pytest.raises(EnvironmentFault, match="60 training images and 20 labels"):
        load("kmnist", data_dir=tmp_path)


def test_labels_of_another_set(tmp_path: Path, write_idx) -> None:
    write_idx(tmp_path)
    labels = tmp_path / "train-labels-idx1-ubyte"
    labels.write_bytes(labels.read_bytes()[:-1] + bytes([26]))

    with pytest.raises(EnvironmentFault, match="labels from 0 to 9"):
        load("kmnist", data_dir=tmp_path)


def test_users_mnist_is_held_to_its_checksum_and_the_packed_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(assets_dir() / "mnist", tmp_path, dirs_exist_ok=True)
    packed = tmp_path / "t10k-labels-idx1-ubyte.gz"
    content = bytearray(gzip.decompress(packed.read_bytes()))
    content[100] ^= 1
    packed.write_bytes(gzip.compress(content))

    with pytest.raises(EnvironmentFault, match=r"t10k-labels-idx1-ubyte\.gz is altered"):
        load("mnist", data_dir=tmp_path)
