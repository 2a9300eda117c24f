"""What is there to play with: each wing is a folder that joins by hudes_desktop.seam."""
