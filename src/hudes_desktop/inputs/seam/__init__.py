"""What a driver is: its protocol, its events, and how drivers are found."""
