"""`python -m hudes_desktop` is the command `hudes-desktop`."""

import sys

from hudes_desktop.cli import main

sys.exit(main())
