"""What the network makes of single digits, beside a plain module in float64."""

import numpy as np
import pytest
import torch
from sessions import Played

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.data.datasets import load
from hudes_desktop.descent.actions import SelectPlane
from hudes_desktop.descent.descent import Descent
from hudes_desktop.engine.jobs import JOBS, JobSpec
from hudes_desktop.engine.mailbox import Mailbox
from hudes_desktop.engine.requests import EngineOptions, LandscapeRequest, LossRequest
from hudes_desktop.engine.results import Losses, Surface
from hudes_desktop.engine.worker import Worker
from hudes_desktop.nets.zoo import build
from hudes_desktop.store.directions import DirectionStore
from hudes_desktop.wings.inspection import WING
from hudes_desktop.wings.inspection.inquiry import Inquiry
from hudes_desktop.wings.inspection.job import first_weights, inspect
from hudes_desktop.wings.inspection.results import Inspection, InspectRequest


@pytest.fixture
def played(tmp_path):
    made = Played(tmp_path, (*JOBS, *WING.jobs))
    yield made
    made.close()


@pytest.fixture
def inquiry(played):
    return Inquiry(played.router.post)


@pytest.fixture
def session(played):
    return played.session(Descent(batch_size=32))


def the_inspection(played, session):
    """The one that has been asked for, once it is there."""
    played.wait(lambda: played.of(session, Inspection))
    (seen,) = played.of(session, Inspection)
    return seen


def test_it_agrees_with_a_plain_module(played, session, inquiry):
    played.start()
    inquiry.ask(session)
    seen = the_inspection(played, session)

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


def test_it_waits_until_losses_and_surfaces_are_done_and_counts_nothing(played, session, inquiry):
    inquiry.ask(session)
    played.start()
    the_inspection(played, session)
    arrived = played.arrived[session]
    assert isinstance(arrived[-1], Inspection)
    assert any(isinstance(result, Losses) for result in arrived)
    assert played.exact(session).keys() == {0, 1, 2}
    counted = session.descent.evaluations
    inquiry.ask(session)  # asked already
    session.apply([SelectPlane(1)])
    session.set_mode("lines")
    played.wait_for_surfaces(session)
    assert len(played.of(session, Inspection)) == 1
    assert session.descent.evaluations == counted + 6 * 21


def test_nothing_in_it_can_be_changed(played, session, inquiry):
    played.start()
    inquiry.ask(session)
    seen = the_inspection(played, session)
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


def asked(frame, place):
    return InspectRequest(frame, place, descent=place.anchor.descent)


def work_through(tmp_path, mailbox, deliver, inspecting=inspect):
    """A worker in this thread, until `deliver` stops it."""
    jobs = [JobSpec(InspectRequest, "idle", inspecting), *JOBS]
    Worker(EngineOptions(compile=False), tmp_path, jobs, DirectionStore(), mailbox, deliver).run()


def test_what_is_asked_for_during_an_inspection_comes_before_it(tmp_path):
    place = Descent(batch_size=32).place
    of = place.anchor.descent
    mailbox, results = Mailbox(), []

    def interrupted(context, request):
        pieces = inspect(context, request)
        yield next(pieces)
        mailbox.post(LossRequest(7, place, descent=of))
        mailbox.post(LandscapeRequest(7, place, ((0, 1), (2, 3)), 11, 0.1, descent=of))
        yield from pieces

    def deliver(result):
        results.append(result)
        if isinstance(result, Inspection):
            mailbox.stop()

    mailbox.post(asked(6, place))
    work_through(tmp_path, mailbox, deliver, interrupted)
    assert results[-1].frame == 6
    assert [result.frame for result in results if isinstance(result, Losses)] == [7]
    exact = [result.plane for result in results if isinstance(result, Surface) and result.exact]
    assert sorted(exact) == [0, 1]


def test_of_the_inspections_that_wait_the_latest_counts(tmp_path):
    place = Descent(batch_size=32).place
    mailbox, seen = Mailbox(), []

    def deliver(result):
        if isinstance(result, Inspection):
            seen.append(result.frame)
            mailbox.stop()

    for frame in (1, 2, 3):
        mailbox.post(asked(frame, place))
    work_through(tmp_path, mailbox, deliver)
    assert seen == [3]
