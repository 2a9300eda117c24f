"""What a control does: its action, and the transform from raw values to amounts."""
