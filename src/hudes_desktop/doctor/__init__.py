"""The doctor: what this machine has, what is missing or in the way, and the line that mends it."""
