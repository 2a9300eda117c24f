"""What every room of the view uses: theme, icons, text, numbers, clocks, overlays."""
