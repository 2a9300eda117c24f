"""The page on which devices are shown as they move and taught what to do."""
