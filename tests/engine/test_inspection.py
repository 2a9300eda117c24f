"""What the network makes of single digits, beside a plain module in float64."""

import time

import numpy as np
import pytest
import torch

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.data.datasets import load
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.place import BatchChoice
from hudes_desktop.engine.engine import Mailbox
from hudes_desktop.engine.inspection import first_weights
from hudes_desktop.engine.requests import (
    EngineOptions,
    InspectRequest,
    LandscapeRequest,
    LossRequest,
)
from hudes_desktop.engine.results import Banner, Inspection, Losses, Surface
from hudes_desktop.engine.worker import Worker
from hudes_desktop.nets.zoo import build
from hudes_desktop.session import Session


@pytest.fixture
def session(tmp_path_factory):
    made = Session(
        Descent(batch_size=32), EngineOptions(compile=False), tmp_path_factory.mktemp("c")
    )
    yield made
    made.close()


def wait_for(session, condition, seconds=60):
    results = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        results += session.collect()
        if condition(results):
            return results
        time.sleep(0.005)
    raise AssertionError("the engine did not answer in time")


def inspections(results):
    return [result for result in results if isinstance(result, Inspection)]


def test_it_agrees_with_a_plain_module(session):
    session.start()
    session.inspect()
    (seen,) = inspections(wait_for(session, inspections))

    data = load("mnist")
    module = build("mlp", 0).module.double()
    with torch.no_grad():
        scores = module(data.validation().inputs.double())
    labels, predictions = data.test_labels, scores.argmax(1)
    expected = torch.zeros(10, 10, dtype=torch.int64)
    for label, prediction in zip(labels.tolist(), predictions.tolist(), strict=True):
        expected[label, prediction] += 1
    assert seen.confusion.tolist() == expected.tolist()

    losses = torch.nn.functional.nll_loss(scores, labels, reduction="none")
    losses[predictions == labels] = -1
    assert seen.mistake_losses == pytest.approx(
        losses.sort(descending=True)[0][:24].numpy(), rel=1e-5
    )
    for at, (index, label) in enumerate(
        zip(seen.mistake_indices.tolist(), seen.mistake_labels.tolist(), strict=True)
    ):
        assert label == labels[index] != seen.mistake_predictions[at] == predictions[index]
        assert np.array_equal(seen.mistake_images[at] * 255, data.test_images[index, 0].numpy())

    batch = data.train_batch(BatchAddress(0, 0, 32))
    with torch.no_grad():
        probabilities = module(batch.inputs[:8].double()).exp()
    assert seen.example_probabilities == pytest.approx(probabilities.numpy(), abs=1e-6)
    assert seen.example_labels.tolist() == batch.targets[:8].tolist()
    assert seen.example_images.max() <= 1
    weight = next(iter(module.parameters())).detach().numpy().reshape(32, 28, 28)
    assert seen.weights == pytest.approx(weight, abs=1e-7)
    assert seen.classes == tuple("0123456789")


def test_it_waits_until_losses_and_surfaces_are_done_and_counts_nothing(session):
    session.inspect()
    session.start()
    results = wait_for(session, inspections)
    before = results[: results.index(inspections(results)[0])]
    assert any(isinstance(result, Losses) for result in before)
    surfaces = [result for result in before if isinstance(result, Surface) and result.exact]
    assert {surface.plane for surface in surfaces} == {0, 1, 2}
    counted = session.descent.evaluations
    session.inspect()  # asked already
    time.sleep(0.3)
    assert inspections(session.collect()) == []
    assert session.descent.evaluations == counted


def test_nothing_in_it_can_be_changed(session):
    session.start()
    session.inspect()
    (seen,) = inspections(wait_for(session, inspections))
    arrays = [value for value in vars(seen).values() if isinstance(value, np.ndarray)]
    assert len(arrays) == 10
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize(
    ("name", "shape"), [("mlp", (32, 28, 28)), ("fc200", (200, 28, 28)), ("lenet", (6, 5, 5))]
)
def test_first_weights_are_pictures(name, shape):
    network = build(name, 0)
    assert first_weights(network.layout, network.initial(), (28, 28)).shape == shape


def test_a_first_layer_that_sees_no_image_has_no_pictures():
    network = build("mlp", 0)
    assert first_weights(network.layout, network.initial(), (14, 14)) is None


class Interrupting(Mailbox):
    """Posts a loss and a landscape at the very moment at which an inspection has begun."""

    def __init__(self, place):
        super().__init__()
        self._place = place
        self.interruptions = 0

    def take_inspection(self):
        request = super().take_inspection()
        if request is not None:
            self.interruptions += 1
            self.post_losses(LossRequest(7, self._place))
            self.post_landscape(LandscapeRequest(7, self._place, ((0, 1), (2, 3)), 11, 0.1))
        return request


def work_through(mailbox, tmp_path, inspections_wanted=1):
    """What a worker delivers, in order, until it has made so many inspections."""
    results = []

    def deliver(result):
        results.append(result)
        if len(inspections(results)) == inspections_wanted:
            mailbox.post_stop()

    Worker(EngineOptions(compile=False), tmp_path, mailbox, deliver).run()
    return results


def test_what_is_asked_for_during_an_inspection_comes_before_it(tmp_path):
    place = Descent(batch_size=32).place
    mailbox = Interrupting(place)
    mailbox.post_inspection(InspectRequest(6, place))
    results = work_through(mailbox, tmp_path)
    assert mailbox.interruptions == 1
    assert isinstance(results[-1], Inspection)
    assert results[-1].frame == 6
    assert [result.frame for result in results if isinstance(result, Losses)] == [7]
    exact = [result.plane for result in results if isinstance(result, Surface) and result.exact]
    assert sorted(exact) == [0, 1]


def test_of_the_inspections_that_wait_the_latest_counts(tmp_path):
    place = Descent(batch_size=32).place
    mailbox = Mailbox()
    for frame in (1, 2, 3):
        mailbox.post_inspection(InspectRequest(frame, place))
    assert [seen.frame for seen in inspections(work_through(mailbox, tmp_path))] == [3]


def test_one_that_fails_is_a_banner_and_the_next_is_made(tmp_path, caplog):
    place, broken = Descent(batch_size=32).place, Descent(batch_size=32).place
    object.__setattr__(broken, "batch", BatchChoice(seed=0, number=-1, size=32))
    mailbox, banners = Mailbox(), []
    mailbox.post_inspection(InspectRequest(1, broken))

    def deliver(result):
        if isinstance(result, Banner):
            banners.append(result.text)
            mailbox.post_inspection(InspectRequest(2, place))
        elif isinstance(result, Inspection):
            assert result.frame == 2
            mailbox.post_stop()

    Worker(EngineOptions(compile=False), tmp_path, mailbox, deliver).run()
    assert len(banners) == 1
    assert "could not compute" in banners[0]
    caplog.clear()
