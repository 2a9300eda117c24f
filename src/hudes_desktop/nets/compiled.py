"""Builds the slice kernel with the user's C++ compiler in the background and keeps it on disk."""

import contextlib
import hashlib
import importlib.util
import logging
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from hudes_desktop.child_processes import bound_to_us
from hudes_desktop.extras import install_line
from hudes_desktop.nets.kernel import SliceKernel
from hudes_desktop.private_files import check_private, private_folder

_log = logging.getLogger(__name__)

_PATIENCE_S = 120.0
"""Until a compiler that doesn't end is given up."""

_SOURCE = Path(__file__).with_name("slice_kernel.cpp")
# No -ffast-math: a loss that is not finite must stay so.
_FLAGS = (
    "-std=c++17", "-O3", "-fPIC", "-shared", "-pthread",
    "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast",
)  # fmt: skip


class BodyCompiler:
    """One shared library for every network and batch size in float32 on the CPU.

    Nothing happens before `kernel` is asked for the first time. Then the library comes from
    `cache_dir`, under a key of the source, the compiler, the flags and the processor and with a
    digest of its bytes in its name, or a compiler process of low priority makes it within seconds
    (zig within a minute); it is kept as soon as that ends. Never raises for what the machine lacks:
    `reason` says why there is no kernel.

    cache_dir: where the library is kept; made if it is not there. One that others than this user
        or root may have written is not loaded.
    """

    def __init__(self, cache_dir: Path) -> None:
        self.cache_dir = cache_dir
        self._build: _Build | None = None
        self._kernel: SliceKernel | None = None
        self._reason: str | None = "not asked for yet"
        self._started = False

    @property
    def reason(self) -> str | None:
        """Why there is no kernel, in a few words; None when there is one."""
        return self._reason

    def kernel(self) -> SliceKernel | None:
        """The kernel if it is there; asking starts the build. Never waits."""
        if not self._started:
            self._started = True
            self._start()
        elif self._build is not None and not self._build.is_alive():
            self._finish(self._build)
        return self._kernel

    def wait(self, seconds: float) -> SliceKernel | None:
        """The kernel, after waiting for the build for at most so long."""
        if self.kernel() is None and self._build is not None:
            self._build.join(seconds)
        return self.kernel()

    def close(self) -> None:
        """Stop a build that is still going on. The kernel, if there is one, stays usable."""
        self._started = True
        if self._build is not None:
            self._build.stop()
            self._build = None
            self._reason = "stopped before it was finished"

    def _start(self) -> None:
        compiler = find_compiler()
        if compiler is None:
            self._reason = f"no C++ compiler; three times as fast with: {install_line('fast')}"
            return
        arguments = [*compiler, *_FLAGS, _processor_flag()]
        name = f"slice-kernel-{_key(arguments)}"
        try:
            private_folder(self.cache_dir)
            for library in self.cache_dir.glob(f"{name}-*"):
                if library.stem == f"{name}-{_digest(library)}" and self._load(library):
                    return
                library.unlink()
            self._build = _Build(arguments, self.cache_dir, name)
        except OSError as error:
            self._reason = f"the kernel could not be compiled: {error}"
            return
        self._reason = "being compiled"

    def _finish(self, build: "_Build") -> None:
        self._build = None
        self._reason = build.failure
        if build.library is not None:
            self._load(build.library)

    def _load(self, library: Path) -> bool:
        try:
            check_private(library)
            self._kernel = SliceKernel(library)
        except (OSError, AttributeError) as error:
            self._reason = f"the compiled kernel could not be loaded: {error}"
            return False
        self._reason = None
        return True


class _Build(threading.Thread):
    """A compiler process at work in a folder of its own, and who waits for it.

    library: what it made, once the thread has ended; else failure says why not.
    """

    def __init__(self, arguments: list[str], folder: Path, name: str) -> None:
        """Starts both. folder, name: where the library shall be kept, and what its name begins
        with. Raises OSError."""
        super().__init__(name="compiler", daemon=True)
        self.library: Path | None = None
        self.failure: str | None = None
        self._kept = folder / name
        # As store.leftovers knows it, should this process be killed.
        self._folder = Path(tempfile.mkdtemp(prefix=f"unfinished-{os.getpid()}-", dir=folder))
        self._made = self._folder / f"kernel{_suffix()}"
        self._messages = self._folder / "messages.txt"
        nice = ["nice", "-n", "10"] if shutil.which("nice") else []
        try:
            with self._messages.open("wb") as messages:
                self._process = subprocess.Popen(
                    bound_to_us([*nice, *arguments, str(_SOURCE), "-o", str(self._made)]),
                    stdin=subprocess.PIPE,
                    stdout=messages,
                    stderr=subprocess.STDOUT,
                    # zig builds its C++ library first: 80 MB that nobody needs after that.
                    env={
                        **os.environ,
                        "ZIG_GLOBAL_CACHE_DIR": str(self._folder / "zig"),
                        "ZIG_LOCAL_CACHE_DIR": str(self._folder / "zig"),
                    },
                    # A group of its own, so that `stop` reaches what the compiler driver starts.
                    start_new_session=True,
                )
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.start()

    def run(self) -> None:
        """Wait for the process, and keep what it made."""
        try:
            self._finish(self._process.wait(_PATIENCE_S))
        except subprocess.TimeoutExpired:
            self._kill()
            self.failure = f"the C++ compiler was ended after {_PATIENCE_S:g} seconds"
        except OSError as error:
            self.failure = f"the compiled kernel could not be kept: {error}"
        finally:
            self._process.communicate()  # closes its input, which ends what binds it to us
            shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """End the process and all that it started."""
        self._kill()
        self.join()

    def _finish(self, code: int) -> None:
        if code == 0:
            with self._made.open("rb") as file:
                os.fsync(file.fileno())  # or a power cut may leave the name without the bytes
            library = self._kept.with_name(f"{self._kept.name}-{_digest(self._made)}{_suffix()}")
            self.library = self._made.replace(library)
            return
        text = self._messages.read_text(errors="replace").strip()
        _log.info("the C++ compiler said:\n%s", text)
        lines = [line for line in text.splitlines() if "error" in line] or [text[:200]]
        self.failure = f"the C++ compiler failed with code {code}: {lines[0]}"

    def _kill(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):  # it ended by itself a moment ago
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()


def find_compiler() -> list[str] | None:
    """The command of a C++ compiler: $CXX, the system's, or the one of the extra "fast".

    None where there is none, or where $CXX names none.
    """
    try:
        chosen = shlex.split(os.environ.get("CXX", ""))
    except ValueError:  # a quotation that isn't closed
        return None
    for command in [chosen] if chosen else [["c++"], ["g++"], ["clang++"]]:
        path = shutil.which(command[0])
        if path is not None:
            return [path, *command[1:]]
    if not chosen and importlib.util.find_spec("ziglang") is not None:
        return [sys.executable, "-m", "ziglang", "c++"]
    return None


def _processor_flag() -> str:
    return "-march=native" if platform.machine() in ("x86_64", "AMD64") else "-mcpu=native"


def _suffix() -> str:
    return ".dll" if platform.system() == "Windows" else ".so"


def _key(arguments: list[str]) -> str:
    """Sixteen hexadecimal digits that change with anything that makes another library."""
    information = Path("/proc/cpuinfo")
    features = platform.processor()
    if information.exists():
        lines = information.read_text(errors="replace").splitlines()
        names = ("flags", "Features", "model name")
        features = "\n".join(sorted({line for line in lines if line.startswith(names)}))
    digest = hashlib.sha256(_SOURCE.read_bytes())
    digest.update("\0".join([*arguments, platform.machine(), features]).encode())
    return digest.hexdigest()[:16]


def _digest(file: Path) -> str:
    """Sixteen hexadecimal digits of the bytes of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
