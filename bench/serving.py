"""A Digwell with the large office, and any Streamlit script as people start it, for as long as they are measured."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType

from bench.visitor import Visitor

ROOT = Path(__file__).parent.parent
_LINK = re.compile(r"http://127\.0\.0\.1:\d+\S*")
_PATIENCE = 120  # seconds until a server answers
# `digwell run` with our script in the place of its own; everything else is as it is.
_DIGWELL = """
import sys
from pathlib import Path
from dashboard import cli, settings

settings.SCRIPT = Path(sys.argv[1])
cli.main(["run", sys.argv[2], "--port", sys.argv[3]])
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

    def megabytes(self, which: str = "VmRSS") -> float:
        """Its memory as the system counts it; VmHWM is the most it ever had."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(rf"^{which}:\s+(\d+) kB", status, re.MULTILINE)
        assert found
        return int(found[1]) / 1000


@contextmanager
def digwell(office: Path, port: int) -> Iterator[Server]:
    """Digwell as `digwell run` starts it, with the empty page beside its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "front.py").symlink_to(ROOT / "bench" / "front.py")
        for shared in (".streamlit", "static", "views"):
            (folder / shared).symlink_to(ROOT / "dashboard" / shared)
        command = [sys.executable, "-c", _DIGWELL, str(folder / "front.py"), str(office), str(port)]
        with _started(command, ROOT) as server:
            yield server


@contextmanager
def usual(script: Path, office: Path, port: int) -> Iterator[Server]:
    """A script as `streamlit run` starts it, from a folder without settings."""
    streamlit = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    quiet = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
    with (
        tempfile.TemporaryDirectory() as folder,
        _started([*streamlit, *quiet], Path(folder), {"OFFICE": str(office)}) as server,
    ):
        yield server


@contextmanager
def _started(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=folder, stdout=said, stderr=said, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        )
        try:
            yield Server(_link(process, said.fileno()), process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _link(process: "subprocess.Popen[bytes]", said: int) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        text = os.pread(said, 100_000, 0).decode()
        if found := _LINK.search(text):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"It did not start:\n{os.pread(said, 100_000, 0).decode()}")


def cpu_of_a_run(server: Server, work: Visitor, runs: int) -> float:
    """Seconds of CPU of the server for one more run of the page that a visitor is on."""
    before = server.cpu
    for _ in range(runs):
        work.again()
    return (server.cpu - before) / runs
