"""A convolutional network with batch normalisation: hudes-desktop --net cnn_batchnorm.py:cnn

Of layers in a Sequential like these, surfaces come by the fast path. The moving averages are those
it was made with (mean 0, variance 1), or those of a file given as --weights: walking changes
parameters, never averages.
"""

from torch import nn


def cnn(width: int = 16) -> nn.Module:
    """(N, 1, 28, 28) → (N, 10) log-probabilities; 9,978 parameters."""
    return nn.Sequential(
        *_block(1, width),
        *_block(width, 2 * width),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(2 * width * 4 * 4, 10),
        nn.LogSoftmax(1),
    )


def _block(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    """A convolution, halved in size."""
    return (
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )
