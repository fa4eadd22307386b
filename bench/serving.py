"""A Digwell with the large office, and any Streamlit script as people start it, for as long as they are measured."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).parent.parent
FRONT = ROOT / "bench" / "front.py"
_LINK = re.compile(r"http://127\.0\.0\.1:\d+\S*")
_PATIENCE = 120  # seconds until a server answers, or rests
_GLANCE = 0.05  # seconds between two looks at its memory
_IDLE = 0.02  # seconds of CPU in a second, of a server that rests
# `digwell run` with our script in the place of its own; everything else is as it is.
_DIGWELL = """
import sys
from pathlib import Path
from dashboard import streamlit_settings
from dashboard.cli.main import main

streamlit_settings.SCRIPT = Path(sys.argv[1])
main(["run", sys.argv[2], "--port", sys.argv[3]])
"""


@cache
def front() -> CodeType:
    """Digwell's own script, which shows no page where the address says ?blank."""
    script = ROOT / "dashboard" / "front.py"
    text = script.read_text()
    shows = "page.run()"
    assert text.count(shows) == 1
    return compile(text.replace(shows, f'"blank" in st.query_params or {shows}'), str(script), "exec")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and its process."""

    link: str
    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of CPU it has used so far, all threads together."""
        return time.clock_gettime((~self.pid << 3) | 2)  # what clock_getcpuclockid(3) makes of a process

    @property
    def megabytes(self) -> float:
        """Its memory as the system counts it (resident), with that of the processes it started."""
        return sum(_resident(pid) for pid in _family(self.pid)) / 1000

    @contextmanager
    def watched(self) -> Iterator[list[float]]:
        """Its memory again and again meanwhile, so that what a page needs for a moment is seen too."""
        seen, over = [self.megabytes], threading.Event()

        def watch() -> None:
            while not over.wait(_GLANCE):
                seen.append(self.megabytes)

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            yield seen
        finally:
            over.set()
            watching.join()

    def rest(self) -> None:
        """Wait until it does nothing any more, also not in a process it started."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            before = self.cpu
            time.sleep(1)
            if self.cpu - before < _IDLE and len(list(_family(self.pid))) == 1:
                return
        raise RuntimeError(f"The server is still busy after {_PATIENCE} seconds.")


def _family(pid: int) -> Iterator[int]:
    yield pid
    for thread in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in thread.read_text().split():
                yield from _family(int(child))


def _resident(pid: int) -> int:
    """Kilobytes; none where the process has just ended."""
    try:
        found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except FileNotFoundError:
        return 0
    return int(found[1]) if found else 0


@contextmanager
def digwell(office: Path) -> Iterator[Server]:
    """Digwell as `digwell run` starts it, with the empty page beside its own, on any port that is free."""
    with tempfile.TemporaryDirectory(prefix="digwell-bench-") as name:
        folder = Path(name)
        (folder / "front.py").symlink_to(FRONT)
        for shared in (".streamlit", "static", "views"):
            (folder / shared).symlink_to(ROOT / "dashboard" / shared)
        command = [sys.executable, "-c", _DIGWELL, str(folder / "front.py"), str(office), "0"]
        with _started(command, ROOT) as server:
            yield server


@contextmanager
def usual(script: Path, office: Path) -> Iterator[Server]:
    """A script as `streamlit run` starts it, from a folder without settings."""
    streamlit = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(_free_port())]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
    with (
        tempfile.TemporaryDirectory(prefix="digwell-bench-") as folder,
        _started([*streamlit, *quiet], Path(folder), {"OFFICE": str(office)}) as server,
    ):
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=said, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        )
        try:
            yield Server(_link(process, said.fileno()), process.pid)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _link(process: "subprocess.Popen[bytes]", said: int) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        text = os.pread(said, 100_000, 0).decode()
        if found := _LINK.search(text):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"It did not start:\n{os.pread(said, 100_000, 0).decode()}")
