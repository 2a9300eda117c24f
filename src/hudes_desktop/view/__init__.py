"""The window: all that knows Qt's widgets and OpenGL."""

import os

# PyOpenGL can ask the driver after every call whether it went wrong: that is a third of our part
# of a frame. PYOPENGL_ERROR_CHECKING=1 makes it ask, as the tests do.
os.environ.setdefault("PYOPENGL_ERROR_CHECKING", "0")
