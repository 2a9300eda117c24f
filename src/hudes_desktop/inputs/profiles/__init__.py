"""Profiles: TOML files that bind the controls of a device; reading, writing, finding them."""
