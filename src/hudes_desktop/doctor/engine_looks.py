"""What evaluates: torch, the compiled kernel, the data. Taken in a child process."""

from hudes_desktop.doctor.finding import Finding, of_fault
from hudes_desktop.errors import EnvironmentFault
from hudes_desktop.extras import pip
from hudes_desktop.store import paths

_COMPILE_TIMEOUT_S = 300


def torch() -> list[Finding]:
    """Whether it can be imported, and what it computes on."""
    try:
        import torch

        from hudes_desktop.engine.device import choose_device
    except Exception as error:  # noqa: BLE001 - whatever a half-installed package raises
        reason = (str(error) or type(error).__name__).splitlines()[0]
        hint = f"{pip()} --force-reinstall torch"
        return [Finding("torch", False, f"it can't be loaded: {reason}", hint, needed=True)]
    device = choose_device("auto")
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type
    text = f"{torch.__version__}, device {name}, {torch.get_num_threads()} CPU threads"
    return [Finding("torch", True, text, needed=True)]


def kernel() -> list[Finding]:
    """Whether the fast kernel is there, or can be built, and loads."""
    from hudes_desktop.nets.compiled import BodyCompiler, find_compiler

    builder = BodyCompiler(paths.cache_dir() / "compiled")
    built = builder.wait(_COMPILE_TIMEOUT_S)
    reason = builder.reason
    builder.close()
    if built is not None:
        command = " ".join(find_compiler() or ["the one used before"])
        return [Finding("C++ compiler", True, f"{command}: the fast kernel is built and loads")]
    what, _, remedy = str(reason).partition("; ")
    hint = remedy or "surfaces come three times faster with another compiler (set CXX)"
    return [Finding("C++ compiler", False, f"{what}: networks run uncompiled", hint)]


def data() -> list[Finding]:
    """MNIST; it is unpacked into the cache, and made anew there where it is damaged."""
    from hudes_desktop.data.datasets import load

    try:
        found = load("mnist")
    except EnvironmentFault as fault:
        return [of_fault("MNIST", fault, needed=True)]
    digits = f"{len(found.train_labels):,} + {len(found.test_labels):,} digits"
    return [
        Finding("MNIST", True, f"{digits} in {paths.cache_dir()}", needed=True),
        *(Finding("MNIST", True, note) for note in found.notes),
    ]
