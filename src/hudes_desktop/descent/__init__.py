"""The rules of play: actions, the place they lead to, and the history of one descent."""
