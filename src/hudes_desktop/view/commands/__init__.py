"""Menus, palette and shortcuts: every command of the window, and who carries it out."""
