"""Reads lines of "library package" and prints the packages whose library can't be loaded."""

import ctypes
import sys


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library and all it depends on."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def main() -> None:
    """Prints the missing packages on one line."""
    pairs = [line.split() for line in sys.stdin if line.strip()]
    print(" ".join(package for library, package in pairs if not loads(library)))


if __name__ == "__main__":
    main()
