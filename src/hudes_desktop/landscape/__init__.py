"""Directions, grids and scans: how the loss around a place becomes numbers."""
