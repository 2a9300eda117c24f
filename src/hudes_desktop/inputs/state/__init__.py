"""What is remembered between events: positions, held controls, lights."""
