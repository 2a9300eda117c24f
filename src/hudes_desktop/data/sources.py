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

    name: what the user types; words: what stands in the menu.
    folder_name: of its folder in torchvision's layout (ROOT/MNIST/raw).
    mean, std: of the training pixels in [0, 1].
    md5: of the unpacked files, where they are published.
    mirror: the URL of the folder with the gzipped files, ending in "/"; packed_md5: of these, by
        the names of the unpacked ones. Empty where the gzipped files come with the program.
    """

    name: str
    words: str
    folder_name: str
    classes: tuple[str, ...]
    mean: float
    std: float
    md5: Mapping[str, str] = field(default_factory=dict)
    mirror: str = ""
    packed_md5: Mapping[str, str] = field(default_factory=dict)


MNIST = Source(
    name="mnist",
    words="MNIST",
    folder_name="MNIST",
    classes=tuple("0123456789"),
    mean=0.1307,
    std=0.3081,
    md5={
        TRAIN_IMAGES: "6bbc9ace898e44ae57da46a324031adb",
        TRAIN_LABELS: "a25bea736e30d166cdddb491f175f624",
        TEST_IMAGES: "2646ac647ad5339dbf082846283269ea",
        TEST_LABELS: "27ae3e4e09519cfbb04c329615203637",
    },
)
FASHION_MNIST = Source(
    name="fashion-mnist",
    words="Fashion-MNIST",
    folder_name="FashionMNIST",
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
    mirror="http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    packed_md5={
        TRAIN_IMAGES: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        TRAIN_LABELS: "25c81989df183df01b3e8a0aad5dffbe",
        TEST_IMAGES: "bef4ecab320f06d8554ea6380940ec79",
        TEST_LABELS: "bb300cfdad3c16e7a12a480ee83cd310",
    },
)
KMNIST = Source(
    name="kmnist",
    words="KMNIST",
    folder_name="KMNIST",
    classes=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    mean=0.1918,
    std=0.3483,
    mirror="http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
    packed_md5={
        TRAIN_IMAGES: "bdb82020997e1d708af4cf47b453dcf7",
        TRAIN_LABELS: "e144d726b3acfaa3e44228e80efcd344",
        TEST_IMAGES: "5c965bf0a639b31b8f53240b1b52f4d7",
        TEST_LABELS: "7320c461ea6c1c855c0b718fb2a4b134",
    },
)
SOURCES = {source.name: source for source in (MNIST, FASHION_MNIST, KMNIST)}
