"""Directions are kept under the digests of their bytes, and found again by another process."""

import hashlib
import os
import struct

import numpy as np
import pytest

from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.store.directions import DirectionStore


@pytest.fixture
def vector():
    return np.random.default_rng(0).normal(size=1000)


def test_a_digest_is_that_of_the_unit_vector_in_little_endian_float64(vector):
    store = DirectionStore()
    digest = store.put(vector)
    unit = store.get(digest, 1000)
    np.testing.assert_allclose(unit, vector / np.sqrt((vector**2).sum()), rtol=1e-15, atol=1e-17)
    assert digest == hashlib.sha256(struct.pack("<1000d", *unit.tolist())).hexdigest()
    assert not unit.flags.writeable
    vector[:] = 0
    assert store.get(digest, 1000).any()


def test_what_was_stored_keeps_its_digest_when_it_is_stored_again(vector):
    store = DirectionStore()
    digest = store.put(vector)
    assert store.put(store.get(digest, 1000)) == digest == store.put(vector * 1024)


def test_it_outlives_the_process_once_it_is_saved(tmp_path, vector):
    store = DirectionStore(tmp_path / "directions")
    digest = store.put(vector)
    assert not DirectionStore(tmp_path / "directions").has(digest)
    store.save(digest)
    store.save(digest)
    again = DirectionStore(tmp_path / "directions")
    assert again.has(digest)
    assert (again.has(digest, 1000), again.has(digest, 999)) == (True, False)
    assert np.array_equal(again.get(digest, 1000), store.get(digest, 1000))
    assert again.put(vector) == digest


@pytest.mark.parametrize(
    "wrong", [np.zeros(3), np.ones((2, 2)), np.array([1.0, np.nan]), np.array([np.inf, 1.0])]
)
def test_what_has_no_direction_is_refused(wrong):
    with pytest.raises(ValueError, match="no direction"):
        DirectionStore().put(wrong)


def test_what_is_not_there_damaged_or_of_another_network_is_one_line(tmp_path, vector):
    store = DirectionStore(tmp_path)
    with pytest.raises(EnvironmentFault, match="aaaaaaaaaaaa… is not on this machine"):
        store.get("a" * 64, 1000)
    digest = store.put(vector)
    with pytest.raises(EnvironmentFault, match=r"has 1,000 components.* 26,506 parameters"):
        store.get(digest, 26_506)
    store.save(digest)
    (file,) = tmp_path.iterdir()
    for spoilt in (b"\0" * 8000, b"\0" * 7999, b""):
        file.write_bytes(spoilt)
        with pytest.raises(EnvironmentFault, match="is damaged: delete it"):
            DirectionStore(tmp_path).get(digest, 1000)


def test_a_disk_that_refuses_is_said_and_the_direction_serves_until_the_end(tmp_path, vector):
    (tmp_path / "directions").touch()  # a file where a folder should be
    store = DirectionStore(tmp_path / "directions")
    digest = store.put(vector)
    with pytest.raises(EnvironmentFault, match="can't be kept as") as fault:
        store.save(digest)
    assert os.linesep not in str(fault.value)
    assert store.has(digest, 1000)
    assert store.get(digest, 1000).any()
