"""The 3-D view: surfaces, ball, trail and marks on one to five planes."""
