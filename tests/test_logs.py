"""The log of the program goes to a file that never grows without end."""

import logging

from hudes_desktop.logs import log_to


def test_a_large_log_becomes_the_old_one(tmp_path):
    file = tmp_path / "cache" / "own.log"
    log = logging.getLogger("hudes_desktop.test")
    for turn in range(3):  # a later run goes on with the file of the one before
        with log_to(file):
            for number in range(6_000):
                log.info("%s %06d %s", turn, number, "x" * 60)
    lines = (tmp_path / "cache" / "own.log.1").read_text().splitlines()
    lines += file.read_text().splitlines()
    assert lines[-1].split()[-2] == "005999"
    numbers = [(int(line.split()[-3]), int(line.split()[-2])) for line in lines]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
    assert file.stat().st_size < 1_100_000
    assert (tmp_path / "cache" / "own.log.1").stat().st_size < 1_100_000
    assert sorted(each.name for each in file.parent.iterdir()) == ["own.log", "own.log.1"]
