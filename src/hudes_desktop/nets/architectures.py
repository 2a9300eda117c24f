"""The modules of the zoo: (N, 1, 28, 28) images to (N, 10) log-probabilities."""

from itertools import pairwise

from torch import nn


def mlp(width: int = 32) -> nn.Module:
    """784-32-32-10, 26,506 parameters, or with hidden layers of another width."""
    return nn.Sequential(nn.Flatten(), *_dense(784, width, width, 10))


def cnn() -> nn.Module:
    """Two 5x5 convolutions of 16 and 32 channels, each pooled, and one layer: 28,938."""
    return nn.Sequential(
        *_convolution(1, 16, 5, padding=2),
        *_convolution(16, 32, 5, padding=2),
        nn.Flatten(),
        *_dense(32 * 7 * 7, 10),
    )


def cnn3() -> nn.Module:
    """One 7x7 convolution of 8 channels with stride 2, pooled, and 392-32-10: 13,306."""
    return nn.Sequential(
        *_convolution(1, 8, 7, padding=3, stride=2), nn.Flatten(), *_dense(8 * 7 * 7, 32, 10)
    )


def lenet() -> nn.Module:
    """LeNet-5 (LeCun et al., 1998) with ReLU and maximum pooling: 44,426 parameters."""
    return nn.Sequential(
        *_convolution(1, 6, 5),
        *_convolution(6, 16, 5),
        nn.Flatten(),
        *_dense(16 * 4 * 4, 120, 84, 10),
    )


def fc200() -> nn.Module:
    """784-200-200-10, 199,210 parameters, as in Li et al. (2018), intrinsic dimension."""
    return mlp(200)


def _dense(*widths: int) -> list[nn.Module]:
    """Linear layers from width to width with ReLU between them, and log-softmax."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return [*layers[:-1], nn.LogSoftmax(dim=1)]


def _convolution(
    inputs: int, outputs: int, size: int, padding: int = 0, stride: int = 1
) -> list[nn.Module]:
    """A convolution, ReLU and a maximum pooling of 2 by 2."""
    convolution = nn.Conv2d(inputs, outputs, size, stride, padding)
    return [convolution, nn.ReLU(), nn.MaxPool2d(2)]
