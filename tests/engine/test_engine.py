"""The engine with the real network on real digits: right numbers, in time, and no descent lost."""

import gc
import logging
import re
import struct
import time

import numpy as np
import pytest
import torch
from torch.nn import functional

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.descent.actions import NextSubspace, Step
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.place import BatchChoice
from hudes_desktop.engine.engine import ThreadEngine
from hudes_desktop.engine.requests import EngineOptions, LandscapeRequest, LossRequest
from hudes_desktop.engine.results import (
    Banner,
    Evaluated,
    Failed,
    Losses,
    PathChanged,
    Ready,
    Surface,
)
from hudes_desktop.landscape.directions import directions
from hudes_desktop.nets.zoo import build

PLANES = ((0, 1), (2, 3), (4, 5))


@pytest.fixture
def start(tmp_path):
    engines = []

    def make(**options):
        engine = ThreadEngine(EngineOptions(**{"compile": False, **options}), tmp_path)
        engines.append(engine)
        engine.start()
        return engine

    yield make
    for engine in engines:
        engine.close()
    assert all(engine.join(10) for engine in engines)


def results_until(engine, enough, seconds=60.0):
    found = []
    deadline = time.monotonic() + seconds
    while not enough(found):
        assert time.monotonic() < deadline, f"only this came: {found}"
        found += engine.collect()
        time.sleep(0.005)
    return found


def count(kind):
    return lambda found: sum(isinstance(result, kind) for result in found)


def landscape(place, generation=1, points=21, spacing=0.25, **more):
    of = place.anchor.descent
    return LandscapeRequest(generation, place, PLANES, points, spacing, descent=of, **more)


def losses(frame, place):
    return LossRequest(frame, place, descent=place.anchor.descent)


def true_losses(place, offsets, axes, batch):
    """Float64 losses of a plain module, point by point."""
    network = build("mlp", 0)
    module = network.module.double()
    rows = directions("uniform", place.subspace.seed, place.subspace.first, 6, 26_506)
    theta = network.initial() + torch.tensor(place.coefficients, dtype=torch.float64) @ rows
    losses = []
    for offset in offsets:
        point = theta + torch.tensor(offset, dtype=torch.float64) @ rows[list(axes)]
        torch.nn.utils.vector_to_parameters(point, module.parameters())
        with torch.no_grad():
            losses.append(float(functional.nll_loss(module(batch.inputs.double()), batch.targets)))
    return losses


def test_surfaces_and_losses_are_those_of_the_plain_network(start, mnist):
    descent = Descent(batch_size=64)
    descent.apply([Step(0, 1.5), Step(3, -2.0)])
    place = descent.place
    engine = start()
    engine.post(losses(1, place))
    engine.post(landscape(place))
    found = results_until(engine, lambda f: sum(s.exact for s in f if isinstance(s, Surface)) == 3)

    batch = mnist.train_batch(BatchAddress(place.batch.seed, place.batch.number, 64))
    here = true_losses(place, [(0.0, 0.0)], (0, 1), batch)[0]
    [answer] = [result for result in found if isinstance(result, Losses)]
    assert answer.frame == 1
    assert answer.train_loss == pytest.approx(here, rel=1e-5)
    validation = mnist.validation()
    assert answer.validation_loss == pytest.approx(
        true_losses(place, [(0.0, 0.0)], (0, 1), validation)[0], rel=1e-5
    )
    assert answer.train_accuracy * 64 == pytest.approx(round(answer.train_accuracy * 64))

    for surface in (s for s in found if isinstance(s, Surface) and s.exact):
        assert surface.heights.dtype == np.float64
        assert surface.heights.flags.c_contiguous
        assert surface.heights[10, 10] == pytest.approx(answer.train_loss, rel=1e-6)
        assert surface.centre == tuple(place.coefficients[axis] for axis in surface.axes)
        corners = [(0, 0), (20, 5), (3, 17)]
        offsets = [((i - 10) * 0.25, (j - 10) * 0.25) for i, j in corners]
        expected = true_losses(place, offsets, surface.axes, batch)
        assert [surface.heights[i, j] for i, j in corners] == pytest.approx(expected, rel=1e-5)
    evaluations = sum(r.count for r in found if isinstance(r, Evaluated))
    assert evaluations == 1 + 3 * 21 * 21


def test_coarse_surfaces_of_all_planes_come_first_and_the_looked_at_one_leads(start):
    engine = start()
    engine.post(landscape(Descent().place, first=2))
    found = results_until(engine, lambda f: sum(s.exact for s in f if isinstance(s, Surface)) == 3)
    surfaces = [result for result in found if isinstance(result, Surface)]
    assert sorted(s.plane for s in surfaces[:3]) == [0, 1, 2]
    assert surfaces[0].plane == surfaces[3].plane == 2
    assert [s.exact_points for s in surfaces] == sorted(s.exact_points for s in surfaces)


def test_every_loss_is_answered_in_order_and_only_the_latest_landscape(start):
    engine = start()
    descent = Descent(batch_size=64)
    for frame in range(1, 31):
        descent.apply([Step(frame % 6, 1.0)])
        engine.post(losses(frame, descent.place))
        engine.post(landscape(descent.place, generation=frame))
    found = results_until(
        engine,
        lambda f: count(Losses)(f) == 30 and sum(s.exact for s in f if isinstance(s, Surface)) == 3,
    )
    assert [r.frame for r in found if isinstance(r, Losses)] == list(range(1, 31))
    assert {s.generation for s in found if isinstance(s, Surface) and s.exact} == {30}


def test_surfaces_keep_coming_of_every_plane_while_a_hand_never_rests(start):
    engine = start()
    results_until(engine, count(Ready))
    descent = Descent(batch_size=64)
    planes = set()
    deadline = time.monotonic() + 60
    generation = 0
    while planes != {0, 1, 2}:
        assert time.monotonic() < deadline
        generation += 1
        descent.apply([Step(0, 0.01)])
        engine.post(landscape(descent.place, generation=generation, points=41))
        time.sleep(0.002)
        planes |= {s.plane for s in engine.collect() if isinstance(s, Surface)}


def test_a_request_that_fails_is_a_banner_and_the_next_one_is_answered(start, caplog):
    descent = Descent(batch_size=64)
    engine = start()
    broken = Descent(batch_size=64).place
    object.__setattr__(broken, "batch", BatchChoice(seed=0, number=-1, size=64))
    engine.post(landscape(broken))
    found = results_until(engine, count(Banner))
    assert "could not compute" in next(r.text for r in found if isinstance(r, Banner))
    engine.post(landscape(descent.place, generation=2))
    results_until(engine, count(Surface))
    assert any(record.exc_info for record in caplog.records if record.levelno >= logging.ERROR)
    caplog.clear()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"network": "resnet"}, "resnet.*mlp"),
        ({"dataset": "cifar"}, "cifar.*mnist"),
        ({"device": "tpu"}, "tpu.*auto"),
        ({"dtype": "float8"}, "float8.*float32"),
        ({"data_dir": "/nowhere/at/all"}, "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_used_is_one_line(start, options, message):
    [failed] = [r for r in results_until(start(**options), count(Failed)) if isinstance(r, Failed)]
    assert failed.environment
    assert "\n" not in failed.text
    assert re.search(message, failed.text)


def test_a_damaged_cache_is_mended_and_that_is_said(start, tmp_path, monkeypatch):
    monkeypatch.setenv("HUDES_DESKTOP_HOME", str(tmp_path))
    labels = tmp_path / "cache" / "MNIST" / "raw" / "train-labels-idx1-ubyte"
    labels.parent.mkdir(parents=True)
    labels.touch()
    found = results_until(start(), count(Banner))
    [banner] = [result for result in found if isinstance(result, Banner)]
    assert banner == Banner(f"{labels} was damaged and has been made anew", error=False)
    assert count(Ready)(found) == 1


def test_a_batch_larger_than_the_set_is_cut_and_that_is_said_once(start, tmp_path):
    digits = np.random.default_rng(0)
    for half, number in (("train", 100), ("t10k", 20)):
        images = struct.pack(">4I", 0x0803, number, 28, 28) + digits.bytes(number * 784)
        (tmp_path / f"{half}-images-idx3-ubyte").write_bytes(images)
        labels = struct.pack(">2I", 0x0801, number) + bytes(k % 10 for k in range(number))
        (tmp_path / f"{half}-labels-idx1-ubyte").write_bytes(labels)
    engine = start(dataset="kmnist", data_dir=str(tmp_path), batch_size=2048)
    place = Descent(batch_size=2048).place
    engine.post(losses(0, place))
    engine.post(losses(1, place))
    engine.post(landscape(place))
    found = results_until(engine, lambda f: count(Losses)(f) == 2 and count(Surface)(f))
    said = [result for result in found if isinstance(result, Banner)]
    assert Banner("batches of 2,048 are cut to all 100 samples", error=False) in said
    assert not any(banner.error for banner in said)
    assert len(said) == 2  # and what was found in the folder
    surface = next(result for result in found if isinstance(result, Surface))
    answer = next(result for result in found if isinstance(result, Losses))
    assert surface.heights[10, 10] == pytest.approx(answer.train_loss, rel=1e-6)


def test_closing_in_the_middle_of_work_ends_the_thread(start):
    engine = start()
    place = Descent(batch_size=512).place
    results_until(engine, count(Ready))
    engine.post(landscape(place, points=201))
    time.sleep(0.1)
    engine.close()
    assert engine.join(5)


def test_filter_directions_scan_from_their_anchor(start):
    descent = Descent(batch_size=64, kind="filter")
    descent.apply([Step(0, 1.0)])
    descent.apply([NextSubspace()])
    engine = start()
    engine.post(landscape(descent.place))
    engine.post(losses(0, descent.place))
    found = results_until(engine, lambda f: count(Surface)(f) and count(Losses)(f))
    [answer] = [r for r in found if isinstance(r, Losses)]
    surface = next(r for r in found if isinstance(r, Surface))
    assert surface.heights[10, 10] == pytest.approx(answer.train_loss, rel=1e-6)


def test_why_surfaces_do_not_come_faster_is_told_once(start, monkeypatch):
    monkeypatch.setenv("CXX", "a-compiler-that-is-not-there")
    engine = start(compile=True)
    engine.post(landscape(Descent().place))
    found = results_until(engine, lambda found: count(Surface)(found) >= 4)
    (told,) = [result for result in found if isinstance(result, PathChanged)]
    assert told.path == "affine"
    assert "no C++ compiler" in told.reason


def test_a_fine_surface_stays_smooth(start):
    # Near 2.3 nats float32 knows only a few hundred losses on a surface this flat.
    engine = start()
    engine.post(landscape(Descent(batch_size=64).place, points=31, spacing=0.001))
    found = results_until(engine, lambda f: any(s.exact for s in f if isinstance(s, Surface)))
    heights = next(s.heights for s in found if isinstance(s, Surface) and s.exact)
    assert len(np.unique(heights)) >= 0.9 * heights.size
    # On a few steps of 0.002 the landscape is all but a plane: neighbours differ evenly.
    rows = np.diff(heights, axis=0)
    assert rows.std() < 0.2 * abs(rows.mean()) + 1e-7


def test_a_closed_engine_holds_nothing_that_waits_for_the_collector_of_cycles(start, caplog):
    def networks():
        return [each for each in gc.get_objects() if type(each).__name__ == "NetworkOnDevice"]

    gc.collect()
    before = len(networks())
    gc.disable()
    try:
        engine = start()
        results_until(engine, lambda found: any(isinstance(each, Ready) for each in found))
        place = Descent().place
        engine.post(losses(0, place))
        engine.post(landscape(place, points=11))
        results_until(engine, lambda found: sum(isinstance(each, Surface) for each in found) >= 3)
        engine.close()
        assert engine.join(10)
        caplog.clear()  # its records hold exceptions, and those the frames they came through
        assert len(networks()) == before
    finally:
        gc.enable()
