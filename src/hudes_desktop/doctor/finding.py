"""What the doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    ok: it works. text: what was found. hint: what to do when it doesn't work, else empty.
    needed: without it the program can't play.
    """

    name: str
    ok: bool
    text: str
    hint: str = ""
    needed: bool = False


def of_fault(name: str, fault: object, needed: bool = False) -> Finding:
    """What a fault of the environment says, which ends in ": " and what to do, if there is that."""
    text, _, hint = str(fault).rpartition(": ")
    return Finding(name, False, text or hint, hint if text else "", needed)
