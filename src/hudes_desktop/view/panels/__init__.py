"""The panels around the landscape: each shows one thing, and each may be hidden."""
