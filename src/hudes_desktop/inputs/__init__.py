"""What hands do: drivers yield control events, profiles bind them to actions, the hub merges."""
