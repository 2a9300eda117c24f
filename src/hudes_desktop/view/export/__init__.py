"""Pictures, films and tables that are saved from the window."""
