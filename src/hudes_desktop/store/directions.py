"""Keeps unit vectors under the digests of their bytes, for this run of the program and for later.

Principal components, eigenvectors, the way to a bookmark: what no seed draws.
"""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.exact_math import norm
from hudes_desktop.store import atomic

Vector = NDArray[np.float64]

_UNIT_WITHIN = 1e-9
"""A vector whose length is so near to 1 is kept as it is: what was stored keeps its digest."""


class DirectionStore:
    """Vectors by digest; may be used by several threads.

    One that was put in is known at once, and on the disk after `save`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """folder: where files lie; without one nothing outlives the process."""
        self._folder = folder
        self._unsaved: dict[str, Vector] = {}

    def put(self, vector: Vector) -> str:
        """Take in a vector (P,), brought to unit length. Returns its digest.

        Raises ValueError for one that has no direction.
        """
        check_direction(vector)
        unit = np.array(vector, dtype="<f8")
        length = float(norm(unit))
        if abs(length - 1.0) > _UNIT_WITHIN:
            unit /= length
        unit.flags.writeable = False
        digest = _digest(unit)
        if not self._on_disk(digest):
            self._unsaved[digest] = unit
        return digest

    def save(self, digest: str) -> None:
        """Write a vector to its file. Raises: EnvironmentFault when the disk doesn't let it; the
        vector is known until the program ends."""
        vector = self._unsaved.get(digest)
        if vector is None or self._folder is None:
            return
        file = self._file(digest)
        try:
            atomic.write(file, vector.tobytes())
        except OSError as error:
            raise EnvironmentFault(
                f"a direction can't be kept as {file} ({error.strerror}): it is lost when the "
                "program ends"
            ) from error
        del self._unsaved[digest]

    def has(self, digest: str, size: int | None = None) -> bool:
        """Whether a vector is known; size: and has so many components."""
        if digest in self._unsaved:
            return size in (None, len(self._unsaved[digest]))
        return self._on_disk(digest) and (
            size is None or self._file(digest).stat().st_size == 8 * size
        )

    def get(self, digest: str, size: int) -> Vector:
        """The vector (size,), read-only. Raises: EnvironmentFault for one that is not known, is
        damaged, or is of another network."""
        vector = self._unsaved.get(digest)
        if vector is None:
            vector = self._read(digest)
        if len(vector) != size:
            raise EnvironmentFault(
                f"{described(digest)} has {len(vector):,} components, the network has {size:,} "
                "parameters: it belongs to another network"
            )
        return vector

    def _read(self, digest: str) -> Vector:
        if not self._on_disk(digest):
            raise unknown(digest)
        file = self._file(digest)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise EnvironmentFault(f"{file} can't be read ({error.strerror})") from error
        vector = np.frombuffer(content[: len(content) // 8 * 8], dtype="<f8")
        if _digest(vector) != digest or len(content) % 8:
            raise EnvironmentFault(f"{file} is damaged: delete it, and make the direction again")
        return vector

    def _on_disk(self, digest: str) -> bool:
        return self._folder is not None and self._file(digest).is_file()

    def _file(self, digest: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{digest}.f64"


def check_direction(vector: Vector) -> None:
    """Raises ValueError unless it is one vector of finite numbers that are not all zero."""
    if vector.ndim != 1 or not np.isfinite(vector).all() or not vector.any():
        raise ValueError(f"no direction: shape {vector.shape}, or not finite, or zero")


def described(digest: str) -> str:
    """A name short enough for a line of text."""
    return f"stored direction {digest[:12]}…"


def unknown(digest: str) -> EnvironmentFault:
    """What to say of a direction that is not there."""
    return EnvironmentFault(
        f"{described(digest)} is not on this machine, or belongs to another network: "
        "make it again, or take other directions"
    )


def _digest(vector: Vector) -> str:
    return hashlib.sha256(vector.tobytes()).hexdigest()
