"""Help pages made from the active profiles, and the tour "How it works"."""
