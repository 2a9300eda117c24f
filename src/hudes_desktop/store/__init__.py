"""Files of the user's: where they lie, and settings."""
