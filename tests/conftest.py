"""The real thing for tests: Digwell started as a person starts it, and a real browser that notes what goes wrong."""

import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from streamlit.components.v2 import manifest_scanner

from dashboard.cli import progress
from tests import profiles

profiles.register()

# Streamlit's tester looks through every installed package for components at each run, a third of a second long.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
READY = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running Digwell: `link` lets a browser in, `address` is the same without the token."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    said: Path
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return f"{self.address}/?token={self.token}"

    def stop(self, how: int = signal.SIGTERM) -> int:
        """End it as Ctrl+C or a shutdown would; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


Serve = Callable[..., Served]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that a busy machine slows down says nothing of it; to tell what is slow has tests of its own."""
    monkeypatch.setattr(progress, "_PATIENCE", 120.0)


@pytest.fixture(autouse=True)
def main_stays() -> Iterator[None]:
    """Streamlit's own tester leaves its script as the main module, which a process of ours would then start with."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start Digwell and wait until it answers.

    `serve("run", office)` calls the command; `serve(command=[...])` anything else that prints the address.
    The port is a free one unless given; in a `command` write {port} for it. All are stopped at the end.
    """
    started: list[Served] = []

    def start(
        *words: str | Path,
        command: list[str] | None = None,
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
        port: int | None = None,
        wait: float = 60,
    ) -> Served:
        folder = tmp_path_factory.mktemp("served")
        said, log = folder / "said.txt", folder / "log.txt"
        port = port or free_port()
        line = command or [str(BIN / "digwell"), *map(str, words), "--port", str(port)]
        with said.open("wb") as out, log.open("wb") as err:
            process = subprocess.Popen(
                [part.replace("{port}", str(port)) for part in line],
                stdout=out,
                stderr=err,
                cwd=cwd or folder,
                env={**os.environ, **(env or {})},
            )
        until = time.monotonic() + wait
        while not (found := READY.search(said.read_text())):
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                pytest.fail(f"Digwell did not start: {line}\n{said.read_text()}\n{log.read_text()}")
            time.sleep(0.05)
        served = Served(process, int(found[1]), found[2], said, log)
        started.append(served)
        return served

    yield start
    for served in started:
        served.stop()


@pytest.fixture(scope="session")
def digwell(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One Digwell with an empty office of its own, for all tests that only look."""
    return serve("run", tmp_path_factory.mktemp("office") / "office.duckdb")


_BEHIND_THE_GATE = """
import sys
from pathlib import Path
from dashboard import streamlit_settings
from dashboard.cli.main import main

streamlit_settings.SCRIPT = Path(sys.argv[1])
main(["run", sys.argv[2], "--port", sys.argv[3]])
"""


@pytest.fixture(scope="session")
def serve_script(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Served]:
    """Serve a script of the test's own in place of front.py, with everything else as it is."""

    def start(text: str) -> Served:
        folder = tmp_path_factory.mktemp("script")
        script = folder / "front.py"
        script.write_text(text)
        for shared in (".streamlit", "static"):
            (folder / shared).symlink_to(ROOT / "dashboard" / shared)
        office = folder / "office.duckdb"
        return serve(command=[sys.executable, "-c", _BEHIND_THE_GATE, str(script), str(office), "{port}"])

    return start


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without one, tests are skipped with words on how to get it, and fail where CI is set."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        how = "No Chromium was found. On Debian: apt-get install chromium."
        if os.environ.get("CI"):
            pytest.fail(how)
        pytest.skip(how)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser window, and everything in it that should not have happened."""

    page: Page
    context: BrowserContext
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the page's script has run to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=30_000)
        self.page.locator("[data-testid=stMain] [data-testid=stElementContainer]").first.wait_for(
            state="attached", timeout=30_000
        )
        # Streamlit fetches the code of each kind of control when it is first drawn, and holds its place until then.
        self.page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached", timeout=30_000)
        self.page.locator("html.opened").wait_for(state="attached", timeout=30_000)
        # Waiting for a condition of the page's own would be evaluated there, which its security policy forbids.
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def elsewhere(self, origin: str) -> list[str]:
        """Every address asked for that is not of this origin."""
        ours = (f"{origin}/", origin.replace("http", "ws", 1) + "/", "data:", "blob:")
        return [url for url in self.asked if not url.startswith(ours)]


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def windows() -> dict[bool, list[Visitor]]:
    """Windows that nobody uses, of a screen that can be touched or not.

    In one that has been open a page opens in a third of the time, because its code is known there.
    """
    return {True: [], False: []}


@pytest.fixture
def visit(chromium: Browser, windows: dict[bool, list[Visitor]]) -> Iterator[Visit]:
    """Open a browser window that knows nobody: `visit(url, width=390, dark=True)`; it notes what it complains of.

    `cookies` are a pass that it has from the start. With other words, as Playwright takes them for a context, the
    window is a new one, to which also the page's code is new.
    """
    lent: list[tuple[list[Visitor], Visitor]] = []
    with ExitStack() as stack:

        def open_window(
            url: str | None = None,
            *,
            width: int = 1440,
            dark: bool = False,
            forced_colors: Literal["active", "none"] = "none",
            has_touch: bool = False,
            cookies: Any = None,
            **more: Any,
        ) -> Visitor:
            free = windows[has_touch]
            visitor = free.pop() if free and not more else _new_window(chromium, has_touch=has_touch, **more)
            if more:
                stack.callback(visitor.context.close)
            else:
                lent.append((free, visitor))
            visitor.asked, visitor.complaints = [], []
            page = visitor.page
            page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
            page.emulate_media(
                color_scheme="dark" if dark else "light", reduced_motion="reduce", forced_colors=forced_colors
            )
            visitor.context.add_cookies(cookies or [])
            if url:
                page.goto(url)
            return visitor

        yield open_window
    for free, visitor in lent:
        try:
            _forget(visitor)
            free.append(visitor)
        except PlaywrightError:
            visitor.context.close()


def _new_window(chromium: Browser, **more: Any) -> Visitor:
    context = chromium.new_context(**more)
    visitor = Visitor(context.new_page(), context)
    watch(visitor)
    return visitor


def _forget(visitor: Visitor) -> None:
    """Let a window know nothing of where it has been. Raises PlaywrightError where it has gone."""
    page, context = visitor.page, visitor.context
    for other in context.pages:
        if other != page:
            other.close()
    page.unroute_all(behavior="ignoreErrors")
    context.unroute_all(behavior="ignoreErrors")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    # To a picture of the same origin: elsewhere the browser lets go of the code, and for a text it asks for an icon.
    page.goto(urljoin(page.url, "/app/static/icon.png"))
    page.emulate_media(media="null")
    context.clear_cookies()
    session = context.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    session.detach()


_LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")


def watch(visitor: Visitor) -> None:
    """Note every request, every error on the console and every report of the content security policy."""

    def on_request(request: Request) -> None:
        visitor.asked.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        # Below the address of a page that is opened directly, Streamlit first looks for itself in vain.
        if message.type == "error" and message.location.get("url", "").endswith(_LOOKED_FOR):
            return
        if message.type == "error" or "Content Security Policy" in message.text:
            visitor.complaints.append(message.text)

    visitor.context.on("request", on_request)
    visitor.page.on("websocket", lambda socket: visitor.asked.append(socket.url))
    visitor.page.on("console", on_console)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    visitor.page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('Content Security Policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
