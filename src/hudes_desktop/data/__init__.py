"""Data sets as tensors on the device, and the batches drawn from them."""
