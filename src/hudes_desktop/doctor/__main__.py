"""`python -m hudes_desktop.doctor NAME` is the child process that takes the look NAME."""

import sys

from hudes_desktop.doctor.child import answer

answer(sys.argv[1])
