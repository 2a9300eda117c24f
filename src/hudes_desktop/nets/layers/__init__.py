"""Layers whose parameters carry a leading points axis; activations keep the batch last."""
