"""The 1-D mode: the loss along every axis of the subspace, as curves."""
