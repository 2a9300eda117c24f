"""Human Descent Desktop: walk on the loss surface of a neural network by hand."""

__version__ = "0.1.0"
