"""Requests on their way from the main thread to the engine's."""

import threading

from hudes_desktop.engine.requests import Cancel, Request

Post = Request | Cancel


class Mailbox:
    """A queue under one lock that is never held across work.

    stopping: whether the engine's thread has been told to end.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._posts: list[Post] = []
        self.stopping = False

    def post(self, post: Post) -> None:
        """From any thread; returns at once."""
        with self._changed:
            self._posts.append(post)
            self._changed.notify()

    def stop(self) -> None:
        """Tell the engine's thread to end."""
        with self._changed:
            self.stopping = True
            self._changed.notify()

    def take(self) -> list[Post]:
        """What was posted since the last call, oldest first."""
        if not self._posts:  # called between any two chunks of work: no lock for nothing
            return []
        with self._changed:
            posts, self._posts = self._posts, []
            return posts

    def wait(self) -> None:
        """Sleep until something is posted."""
        with self._changed:
            self._changed.wait_for(lambda: self.stopping or self._posts)
