"""The data sets the program knows: their names, checksums, classes and normalisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"
IDX_FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
IMAGE_SHAPE = (28, 28)


@dataclass(frozen=True)
class Source:
    """A data set of 28 by 28 grey images in four IDX files.

    name: what the user types; torchvision_class: the class of torchvision.datasets that reads it,
        also the name of its folder.
    mean, std: of the training pixels in [0, 1].
    md5: of the unpacked files, where they are published.
    bundled: the gzipped files come with the program.
    """

    name: str
    torchvision_class: str
    classes: tuple[str, ...]
    mean: float
    std: float
    md5: Mapping[str, str] = field(default_factory=dict)
    bundled: bool = False


MNIST = Source(
    name="mnist",
    torchvision_class="MNIST",
    classes=tuple("0123456789"),
    mean=0.1307,
    std=0.3081,
    md5={
        TRAIN_IMAGES: "6bbc9ace898e44ae57da46a324031adb",
        TRAIN_LABELS: "a25bea736e30d166cdddb491f175f624",
        TEST_IMAGES: "2646ac647ad5339dbf082846283269ea",
        TEST_LABELS: "27ae3e4e09519cfbb04c329615203637",
    },
    bundled=True,
)
FASHION_MNIST = Source(
    name="fashion-mnist",
    torchvision_class="FashionMNIST",
    classes=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    mean=0.2860,
    std=0.3530,
)
KMNIST = Source(
    name="kmnist",
    torchvision_class="KMNIST",
    classes=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    mean=0.1918,
    std=0.3483,
)
SOURCES = {source.name: source for source in (MNIST, FASHION_MNIST, KMNIST)}
