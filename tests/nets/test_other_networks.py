"""Networks of other people: the right number, or one clear line."""

import copy
import hashlib

import pytest
import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional
from torch.nn.utils import parameters_to_vector, parametrizations, prune, weight_norm

import hudes_desktop.nets.evaluator as evaluator_module
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.nets.blocks import Residual
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.network import Network
from hudes_desktop.nets.prepare import prepare

CPU = torch.device("cpu")
POINTS = torch.tensor([[0.0, 0.0], [0.4, -0.9], [-2.0, 1.5]])


def head(inputs=9):
    return nn.Sequential(nn.Linear(inputs, 7), nn.LogSoftmax(1))


class Own(nn.Module):
    """A forward that no converter knows, around some layers."""

    def __init__(self, forward, **layers):
        super().__init__()
        self.layers = nn.ModuleDict(layers)
        self.compute = forward

    def forward(self, x):
        return self.compute(self.layers, x)


class Squares(torch.autograd.Function):
    """An operation that vmap has no rule for."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.square()

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return 2 * x * gradient


def scene(module, batch=6, shape=(9,), classes=7):
    """The network, θ away from where it began, two unit directions, inputs, labels."""
    generator = torch.Generator().manual_seed(2)
    network = Network.of(module)
    size = network.layout.size
    theta = network.initial() + 0.1 * torch.randn(size, generator=generator, dtype=torch.float64)
    directions = torch.randn(2, size, generator=generator, dtype=torch.float64)
    directions /= directions.norm(dim=1, keepdim=True)
    inputs = torch.randn(batch, *shape, generator=generator)
    return network, theta, directions, inputs, torch.randint(classes, (batch,), generator=generator)


def in_float64(module, theta, inputs, labels):
    """The cross-entropy of the given module's own scores at θ, by PyTorch alone."""
    module = copy.deepcopy(module).double().eval()
    trained = {name: p for name, p in module.named_parameters() if p.requires_grad}
    parts = theta.split([p.numel() for p in trained.values()])
    parameters = {
        name: part.view(p.shape) for (name, p), part in zip(trained.items(), parts, strict=True)
    }
    with torch.no_grad():
        scores = functional_call(module, parameters, (inputs.double().clone(),))
        return float(functional.cross_entropy(scores.double().view(len(inputs), -1), labels))


def assert_right(module, loss_of=in_float64, compiler=None, **options):
    """Losses, surface and gradient are those of PyTorch in float64; data and state are untouched.

    Returns the evaluator.
    """
    network, theta, directions, inputs, labels = scene(module, **options)
    before = digest(inputs), digest(*network.module.state_dict().values())
    evaluator = Evaluator(network, CPU, compiler=compiler)
    expected = [
        loss_of(module, theta + point @ directions, inputs, labels) for point in POINTS.double()
    ]
    for _ in range(3):
        assert evaluator.evaluate(theta, inputs, labels).loss == pytest.approx(expected[0], 1e-5)
    surface = evaluator.subspace(directions, inputs, labels).slice(theta, (0, 1))
    assert surface.losses(POINTS).tolist() == pytest.approx(expected, 1e-5)
    loss, gradient = evaluator.gradient(theta, inputs, labels)
    assert loss == pytest.approx(expected[0], 1e-5)
    assert gradient.shape == theta.shape
    probabilities = evaluator.predictor(theta)(inputs).exp()
    torch.testing.assert_close(probabilities.sum(1), torch.ones(len(inputs)))
    assert before == (digest(inputs), digest(*network.module.state_dict().values()))
    return evaluator


def digest(*tensors):
    return hashlib.sha256(b"".join(t.detach().numpy().tobytes() for t in tensors)).hexdigest()


def assert_refused(module, words, **options):
    with pytest.raises(EnvironmentFault, match=words) as caught:
        prepare(module, "mine", **{"shape": (9,), "classes": 7, **options})
    assert str(caught.value).startswith("mine")
    assert "\n" not in str(caught.value)


SHARED = nn.Tanh()
RECTIFIED = nn.ReLU()
LINEAR = nn.Linear(9, 9)

FAST = {
    "a module used twice": nn.Sequential(
        nn.Linear(9, 9), SHARED, nn.Linear(9, 7), SHARED, nn.LogSoftmax(1)
    ),
    "an activation used three times": nn.Sequential(
        nn.Linear(9, 9), RECTIFIED, nn.Linear(9, 8), RECTIFIED, nn.Linear(8, 9), RECTIFIED, head()
    ),
    "a layer used twice": nn.Sequential(LINEAR, nn.ReLU(), LINEAR, nn.Tanh(), head()),
    "in place on the input": nn.Sequential(nn.LeakyReLU(0.1, inplace=True), head()),
    "raw scores": nn.Sequential(nn.Linear(9, 32), nn.ReLU(), nn.Linear(32, 7)),
    "raw scores of a shared layer": nn.Sequential(LINEAR, nn.ReLU(), LINEAR),
}


@pytest.mark.parametrize("kind", FAST)
def test_known_layers_in_unusual_order_are_right_and_fast(kind, compiler):
    evaluator = assert_right(FAST[kind], compiler=compiler)
    assert evaluator.path == "compiled", evaluator.reason


def test_pooling_images_without_channels_after_the_first_layer(compiler):
    module = nn.Sequential(
        nn.Linear(6, 8), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 7)
    )
    evaluator = assert_right(module, compiler=compiler, shape=(6, 6))
    assert evaluator.path in ("compiled", "affine")


def branch(layers, x):
    return (x + layers["b"](x).relu_()).log_softmax(1)


def standardised_in_place(layers, x):
    return layers["a"](x.sub_(0.5).div_(0.25)).log_softmax(1)


VMAP = {
    "an in-place layer hidden in a branch": (
        nn.Sequential(
            nn.Linear(9, 7), Residual(nn.Sequential(nn.Identity(), nn.ReLU(inplace=True)))
        ),
        "overwrites",
    ),
    "hidden deeper": (
        nn.Sequential(
            nn.Linear(9, 7),
            Residual(
                nn.Sequential(nn.Sequential(nn.Dropout(0.1), nn.SiLU(inplace=True)), nn.Tanh())
            ),
        ),
        "overwrites",
    ),
    "standardised in place": (Own(standardised_in_place, a=nn.Linear(9, 7)), "Own"),
    "a branch": (Own(branch, b=nn.Linear(9, 9)), "Own"),
    "weights of a norm": (parametrizations.weight_norm(nn.Linear(9, 7)), "Parametrized"),
    "scores of one pixel": (
        nn.Sequential(nn.Unflatten(1, (1, 3, 3)), nn.Conv2d(1, 7, 3), nn.Hardswish()),
        "Hardswish",
    ),
    "in double precision": (
        Own(lambda layers, x: layers["a"](x).double().sin(), a=nn.Linear(9, 7)),
        "Own",
    ),
}


@pytest.mark.filterwarnings("ignore:There is a performance drop")
@pytest.mark.parametrize("kind", VMAP)
def test_other_code_is_right_by_vmap_and_says_why(kind):
    module, words = VMAP[kind]
    evaluator = assert_right(module)
    assert evaluator.path == "vmap"
    assert words in evaluator.reason


def recurrent(layers, x):
    return layers["head"](layers["memory"](x.unflatten(1, (3, 3)))[0][:, -1])


def branching(layers, x):
    hidden = layers["a"](x)
    return layers["head"](hidden if hidden.sum() > 0 else -2 * hidden)


def masked(layers, x):
    hidden = layers["a"](x)
    return layers["head"](hidden * hidden[hidden > 0].mean())


LOOP = {
    "LSTM": Own(recurrent, memory=nn.LSTM(3, 9, batch_first=True), head=nn.Linear(9, 7)),
    "GRU": Own(recurrent, memory=nn.GRU(3, 9, batch_first=True), head=nn.Linear(9, 7)),
    "an if": Own(branching, a=nn.Linear(9, 9), head=nn.Linear(9, 7)),
    "a mask": Own(masked, a=nn.Linear(9, 9), head=nn.Linear(9, 7)),
    "autograd": Own(lambda layers, x: Squares.apply(layers["a"](x)), a=nn.Linear(9, 7)),
}


@pytest.mark.parametrize("kind", LOOP)
def test_what_vmap_refuses_is_right_point_by_point_and_says_why(kind):
    evaluator = assert_right(LOOP[kind])
    assert evaluator.path == "loop"
    assert evaluator.reason.startswith("vmap is not used: ")
    assert "\n" not in evaluator.reason


def test_probabilities_get_a_logarithm():
    def loss(module, theta, inputs, labels):
        scores = nn.Sequential(module[0], module[1])
        return in_float64(scores, theta, inputs, labels)

    layers = [nn.Linear(9, 7), nn.Tanh(), nn.Softmax(-1)]
    assert assert_right(nn.Sequential(*layers), loss).path == "affine"
    assert_right(nn.Sequential(*layers, nn.Identity()), loss)
    hidden = Own(lambda layers, x: layers["a"](x).tanh().softmax(1), a=layers[0])
    network, theta, _, inputs, labels = scene(hidden)
    found = Evaluator(network, CPU).evaluate(theta, inputs, labels).loss
    assert found == pytest.approx(loss(nn.Sequential(*layers), theta, inputs, labels), 1e-5)
    assert prepare(hidden, "mine", (9,), 7).notes[0].startswith("mine gives probabilities")


def test_after_sgd_the_loss_of_raw_scores_is_no_less_than_nothing():
    network, theta, _, inputs, labels = scene(nn.Sequential(nn.Linear(9, 32), nn.Linear(32, 7)))
    evaluator = Evaluator(network, CPU)
    for _ in range(5):
        theta = theta - 0.5 * evaluator.gradient(theta, inputs, labels)[1]
    assert evaluator.evaluate(theta, inputs, labels).loss > 0
    assert any("raw scores" in note for note in prepare(network.module, "mine", (9,), 7).notes)


class Statistics(nn.Module):
    """Normalises by the batch's own statistics, and counts its calls, which plays a part."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(9, 7)
        self.norm = nn.BatchNorm1d(9, track_running_stats=False)
        self.register_buffer("mean", torch.zeros(9))
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        self.calls += 1
        self.mean = 0.9 * self.mean + 0.1 * x.mean(0)
        return self.layer(self.norm(x)) * (1 + self.calls / 9)


def test_batch_statistics_are_those_of_the_whole_batch(monkeypatch):
    monkeypatch.setattr(evaluator_module, "_CPU_PIECE_BYTES", 100)  # others go one by one
    assert_right(Statistics(), batch=40)
    assert_right(nn.Sequential(nn.Linear(9, 7), nn.Tanh()), batch=40)
    notes = prepare(Statistics(), "mine", (9,), 7).notes
    assert any("never split" in note for note in notes)


def test_frozen_parameters_stay():
    module = nn.Sequential(nn.Linear(9, 9), nn.Tanh(), nn.Linear(9, 7))
    module[0].requires_grad_(False)
    network, *_ = scene(module)
    assert network.layout.size == 9 * 7 + 7
    assert_right(module)
    notes = prepare(module, "mine", (9,), 7).notes
    assert "mine: 90 frozen parameters stay as they are" in notes


def test_a_parameter_of_no_dimension():
    class Scaled(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.tensor(1.5))
            self.layer = nn.Linear(9, 7)

        def forward(self, x):
            return self.scale * self.layer(x)

    assert_right(Scaled())


def test_parameters_that_play_no_part_have_no_slope():
    network, theta, _, inputs, labels = scene(Own(lambda _, x: x[:, :7] * 1.0, a=nn.Linear(2, 2)))
    loss, gradient = Evaluator(network, CPU).gradient(theta, inputs, labels)
    assert loss == pytest.approx(float(functional.cross_entropy(inputs[:, :7], labels)), 1e-5)
    assert not gradient.any()


def test_many_classes():
    assert_right(nn.Sequential(nn.Linear(9, 1000)))


def pruned():
    layer = nn.Linear(9, 7)
    prune.l1_unstructured(layer, "weight", 0.3)
    return layer


def normalised():
    with pytest.warns(FutureWarning, match="weight_norm"):
        return weight_norm(nn.Linear(9, 7))


REFUSED = {
    "no parameters": (nn.Sequential(nn.Flatten(), nn.Tanh()), "no parameters"),
    "all frozen": (nn.Linear(9, 7).requires_grad_(False), "no parameters"),
    "softmax along the batch": (nn.Sequential(nn.Linear(9, 7), nn.LogSoftmax(-2)), "batch"),
    "softmax along the batch, plain": (nn.Sequential(nn.Linear(9, 7), nn.Softmax(0)), "batch"),
    "a dict": (Own(lambda layers, x: {"logits": layers["a"](x)}, a=nn.Linear(9, 7)), "dict"),
    "a tuple": (Own(lambda layers, x: (layers["a"](x), x), a=nn.Linear(9, 7)), "tuple"),
    "one logit": (nn.Linear(9, 1), r"\(8, 1\)"),
    "a logit without an axis": (nn.Sequential(nn.Linear(9, 1), nn.Flatten(0)), r"\(8,\)"),
    "images": (nn.Sequential(nn.Linear(9, 12), nn.Unflatten(1, (3, 2, 2))), r"\(8, 3, 2, 2\)"),
    "whole numbers": (Own(lambda layers, x: layers["a"](x).long(), a=nn.Linear(9, 7)), "scores"),
    "too few classes": (nn.Linear(9, 3), "3 classes apart, not 7"),
    "other images": (nn.Linear(8, 7), "can't take images of 9"),
    "nothing finite": (Own(lambda layers, x: layers["a"](x) / 0, a=nn.Linear(9, 7)), "finite"),
    "dropout that is on": (
        Own(lambda layers, x: functional.dropout(layers["a"](x), 0.5), a=nn.Linear(9, 7)),
        "other numbers each time",
    ),
    "lazy": (nn.LazyLinear(7), "lazy"),
    "meta": (nn.Linear(9, 7, device="meta"), "meta device"),
    "complex": (nn.Linear(9, 7, dtype=torch.complex64), "complex"),
}


@pytest.mark.filterwarnings("ignore:Lazy modules")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_can_not_be_walked_on_is_refused_in_one_line(kind):
    assert_refused(*REFUSED[kind])


@pytest.mark.parametrize("make", [pruned, normalised])
def test_what_can_not_be_copied_is_refused_in_one_line(make):
    assert_refused(make(), "weight_norm or pruning")


@pytest.mark.parametrize("kind", ["LSTM", "an if"])
def test_what_is_slow_says_so_when_it_is_prepared(kind):
    [*_, note] = prepare(LOOP[kind], "mine", (9,), 7).notes
    assert note.startswith("surfaces of mine are computed very slowly (point by point): vmap")


def test_the_given_module_is_left_as_it_was():
    module = nn.Sequential(nn.Linear(9, 7), nn.BatchNorm1d(7)).double().train()
    before = digest(*module.state_dict().values()), parameters_to_vector(module.parameters())
    prepare(module, "mine", (9,), 7)
    assert module.training
    assert digest(*module.state_dict().values()) == before[0]
    assert torch.equal(parameters_to_vector(module.parameters()), before[1])
