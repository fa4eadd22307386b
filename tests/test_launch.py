"""Launches: Digwell looks the same and is as closed however it is started, and says in words when it cannot start."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from websockets.sync.client import ClientConnection

from dashboard import streamlit_settings
from data.store import Store
from tests.conftest import BIN, READY, ROOT, Serve, Served, Visit, free_port
from tests.test_gate import ask, let_in, talk

pytestmark = pytest.mark.slow

SHIPPED = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


def digwell(
    *words: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command, for a call that ends by itself."""
    line = [str(BIN / "digwell"), *map(str, words)]
    return subprocess.run(
        line, capture_output=True, text=True, timeout=60, cwd=cwd, env={**os.environ, **(env or {})}, check=False
    )


def streamlit_run(*flags: str) -> list[str]:
    return [str(BIN / "streamlit"), "run", str(ROOT / "dashboard" / "app.py"), "--server.port", "{port}", *flags]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.duckdb"
    Store.open(path, create=True).close()
    return path


# ── the same look and the same locks ─────────────────────────────────────────────────────────────────────────────────


def assert_ours(served: Served) -> None:
    """The look, the settings and the locks of a running Digwell, as a browser gets them."""
    assert ask(served, "/").status == 403
    assert ask(served, "/_stcore/metrics", cookie=let_in(served)).status == 404
    with talk(served, let_in(served)) as conversation:
        message = first_message(conversation).new_session
    assert message.config.gather_usage_stats is False
    assert message.config.toolbar_mode == 3, "minimal"
    theme, shipped = message.custom_theme, SHIPPED["theme"]
    assert theme.light.primary_color == shipped["light"]["primaryColor"]
    assert theme.dark.background_color == shipped["dark"]["backgroundColor"]
    assert theme.base == CustomThemeConfig.LIGHT, "what Streamlit says where we leave it to the reader's own device"
    assert theme.body_font == shipped["font"]
    for face in theme.font_faces:
        assert ask(served, f"/{face.url}", cookie=let_in(served)).headers["content-type"] == "font/woff2"
    assert list(listening(served)) == [f"127.0.0.1:{served.port}"]


def first_message(conversation: ClientConnection) -> ForwardMsg:
    """What Streamlit tells a browser before anything else: its settings and its theme."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    conversation.send(asked.SerializeToString())
    said = conversation.recv(timeout=20)
    assert isinstance(said, bytes)
    message = ForwardMsg()
    message.ParseFromString(said)
    return message


def listening(served: Served) -> set[str]:
    """The addresses that a process and its children listen on, read from the kernel."""
    found = set()
    for table, width in (("tcp", 8), ("tcp6", 32)):
        for line in Path(f"/proc/{served.process.pid}/net/{table}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            host, port = local.split(":")
            if state == "0A" and int(port, 16) == served.port:
                assert len(host) == width
                found.add(f"{socket.inet_ntoa(bytes.fromhex(host)[::-1]) if width == 8 else host}:{served.port}")
    return found


@pytest.mark.parametrize("folder", ["/", "empty"])
def test_digwell_run_is_the_same_from_any_folder(serve: Serve, office: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    cwd = Path(folder) if folder == "/" else tmp_path / "empty"
    served = serve("run", office, cwd=cwd)
    assert_ours(served)
    assert folder == "/" or not list(cwd.iterdir())
    served.stop()


@pytest.mark.parametrize("folder", ["/", "empty"])
def test_streamlit_run_is_the_same_from_any_folder(serve: Serve, office: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    cwd = Path(folder) if folder == "/" else tmp_path / "empty"
    served = serve(command=streamlit_run(), cwd=cwd, env={"DIGWELL_OFFICE": str(office)})
    assert_ours(served)
    assert folder == "/" or not list(cwd.iterdir())
    served.stop()


def test_a_demo_is_the_same_and_leaves_nothing_behind(serve: Serve, tmp_path: Path) -> None:
    served = serve("demo", env={"TMPDIR": str(tmp_path)})
    assert len(list(tmp_path.iterdir())) == 1
    assert_ours(served)
    assert served.stop(signal.SIGTERM) == 0
    assert not list(tmp_path.iterdir())


def test_a_kept_demo_stays_and_never_takes_the_place_of_a_real_office(
    serve: Serve, office: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.duckdb"
    tokens = []
    for _ in range(2):
        served = serve("demo", "--clients", "3", "--keep", kept)
        tokens.append(served.token)
        served.stop()
    assert tokens[0] == tokens[1]
    before = office.read_bytes()
    ended = digwell("demo", "--keep", office, "--port", str(free_port()))
    assert (ended.returncode, office.read_bytes() == before) == (3, True)
    assert "Traceback" not in ended.stderr
    ended = digwell("demo", "--keep", tmp_path / "nowhere" / "x.duckdb", "--port", str(free_port()))
    assert (ended.returncode, "There is no folder" in ended.stderr) == (2, True)


def test_a_users_own_settings_and_the_environment_change_nothing(serve: Serve, office: Path, tmp_path: Path) -> None:
    home, cwd = tmp_path / "home", tmp_path / "cwd"
    for folder in (home, cwd):
        (folder / ".streamlit").mkdir(parents=True)
        (folder / ".streamlit" / "config.toml").write_text(
            '[server]\naddress = "0.0.0.0"\nallowedHosts = []\n[browser]\ngatherUsageStats = true\n'
            '[client]\nshowErrorDetails = "full"\ntoolbarMode = "developer"\n'
            '[theme]\nbase = "dark"\n[theme.light]\nprimaryColor = "#ff0000"\n'
        )
    env = {"HOME": str(home), "STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true"}  # noqa: S104 - the point of it
    served = serve("run", office, cwd=cwd, env=env)
    assert_ours(served)
    served.stop()


def test_a_users_own_theme_changes_nothing(serve: Serve, office: Path, tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        '[theme]\nbase = "dark"\n[theme.light]\nprimaryColor = "#ff0000"\n'
    )
    served = serve(command=streamlit_run(), env={"DIGWELL_OFFICE": str(office), "HOME": str(tmp_path)})
    assert_ours(served)
    served.stop()


def test_it_is_tuned(digwell: Served) -> None:
    assert "uvloop" in Path(f"/proc/{digwell.process.pid}/maps").read_text()
    assert streamlit_settings.wanted()["runner.postScriptGC"] is False


def test_an_installed_digwell_is_the_same(serve: Serve, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in files.stdout.splitlines():
        if (ROOT / name).exists():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name, follow_symlinks=False)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel)], check=True)
    shutil.rmtree(source)
    served = serve(
        command=[str(tmp_path / "site" / "bin" / "digwell"), "run", str(office), "--port", "{port}"],
        cwd=Path("/"),
        env={"PYTHONPATH": str(tmp_path / "site")},
    )
    where = Path(f"/proc/{served.process.pid}/maps").read_text() + served.log.read_text()
    assert str(ROOT / "dashboard") not in where
    assert_ours(served)
    served.stop()


@pytest.mark.browser
def test_a_script_served_without_the_gate_shows_nothing(chromium: Browser, tmp_path: Path) -> None:
    port = free_port()
    line = [str(BIN / "streamlit"), "run", str(ROOT / "dashboard" / "front.py"), "--server.port", str(port)]
    with subprocess.Popen(line, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            page = chromium.new_page()
            for _ in range(100):
                try:
                    page.goto(f"http://127.0.0.1:{port}/")
                    break
                except Exception:  # noqa: BLE001 - it is not up yet
                    page.wait_for_timeout(100)
            page.get_by_text("Digwell was started without its lock").wait_for()
            assert page.locator("[data-testid=stPageLink], [data-testid=stSidebarNavLink]").count() == 0
        finally:
            process.terminate()


# ── what it refuses ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("flags", "env", "words"),
    [
        (["--server.address", "0.0.0.0"], {}, "It would listen on 0.0.0.0"),  # noqa: S104 - the point of it
        ([], {"STREAMLIT_SERVER_ADDRESS": "::"}, "It would listen on ::"),
        (["--browser.gatherUsageStats", "true"], {}, "report its use to others"),
        (["--client.showErrorDetails", "full"], {}, "client.showErrorDetails is 'full'"),
        (["--server.enableXsrfProtection", "false"], {}, "server.enableXsrfProtection is False"),
        ([], {"STREAMLIT_SERVER_ENABLE_AGENT_API": "true"}, "server.enableAgentApi is True"),
        (["--server.baseUrlPath", "x"], {}, "server.baseUrlPath is 'x'"),
        (["--server.scriptHealthCheckEnabled", "true"], {}, "server.scriptHealthCheckEnabled is True"),
    ],
)
def test_it_does_not_start_with_a_lock_open(
    office: Path, tmp_path: Path, flags: list[str], env: dict[str, str], words: str
) -> None:
    port = free_port()
    line = [part.replace("{port}", str(port)) for part in streamlit_run(*flags)]
    env = {**os.environ, **env, "DIGWELL_OFFICE": str(office)}
    ended = subprocess.run(line, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=env, check=False)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not READY.search(ended.stdout)


def test_it_does_not_start_where_its_settings_were_lost(office: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    for room in ("core", "data", "dashboard"):
        shutil.copytree(ROOT / room, root / room, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    # What a checkout makes of the link where there are no links: a file that holds its target.
    (root / "dashboard" / ".streamlit").unlink()
    for remains in ("nothing", "a file"):
        if remains == "a file":
            (root / "dashboard" / ".streamlit").write_text("../.streamlit")
        line = [
            str(BIN / "streamlit"),
            "run",
            str(root / "dashboard" / "app.py"),
            "--server.port",
            str(free_port()),
            "--server.headless",
            "true",
        ]
        env = {**os.environ, "DIGWELL_OFFICE": str(office), "PYTHONPATH": str(root)}
        ended = subprocess.run(line, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=env, check=False)
        assert ended.returncode == 2
        assert "Its settings are missing" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_every_setting_that_we_ship_is_one_that_streamlit_knows() -> None:
    assert set(streamlit_settings.shipped()) <= set(config._config_options_template)
    assert streamlit_settings.shipped()["server.address"] == "127.0.0.1"
    assert streamlit_settings.shipped()["theme.dark.sidebar.backgroundColor"]
    assert streamlit_settings.wanted()["server.trustedUserHeaders"] == {}
    assert streamlit_settings.wanted()["theme.base"] is None
    assert "server.port" not in streamlit_settings.wanted()


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_run_prints_one_line_with_the_whole_address_once_it_answers(serve: Serve, tmp_path: Path) -> None:
    served = serve("run", tmp_path / "new.duckdb")
    assert ask(served, f"/?token={served.token}").status == 303
    said = served.said.read_text()
    assert re.fullmatch(rf"\S.* http://127\.0\.0\.1:{served.port}/\?token=[\w-]{{43}}\n", said)
    assert "A new office was made" in served.log.read_text()
    assert served.stop(signal.SIGINT) == 0
    assert served.said.read_text() == said
    assert "Traceback" not in served.log.read_text()
    assert "leaked" not in served.log.read_text()


def test_port_0_takes_any_that_is_free(serve: Serve, office: Path) -> None:
    served = serve(command=[str(BIN / "digwell"), "run", str(office), "--port", "0"])
    assert served.port > 0
    assert ask(served, f"/?token={served.token}").status == 303
    served.stop()


def test_a_taken_port_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = digwell("run", tmp_path / "office.duckdb", "--port", str(port))
    assert ended.returncode == 3
    assert f"Port {port} cannot be had" in ended.stderr
    assert "--port" in ended.stderr
    assert not ended.stdout
    assert not list(tmp_path.iterdir())


def test_what_breaks_at_the_start_is_told_with_its_place(office: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import gc\ngc.freeze = None\n")
    line = [str(BIN / "digwell"), "run", str(office), "--port", str(free_port())]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(line, capture_output=True, text=True, timeout=60, env=env, check=False)
    assert ended.returncode == 70
    assert "TypeError at dashboard/launch.py:" in ended.stderr
    assert "the lines above say where it broke" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_office_that_is_open_elsewhere_is_told(serve: Serve, office: Path) -> None:
    first = serve("run", office)
    ended = digwell("run", office, "--port", str(free_port()))
    assert ended.returncode == 3
    assert f"process {first.process.pid}" in ended.stderr
    assert "Traceback" not in ended.stderr
    started = subprocess.run(
        [part.replace("{port}", str(free_port())) for part in streamlit_run()],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "DIGWELL_OFFICE": str(office)},
        check=False,
    )
    assert started.returncode == 3
    assert f"process {first.process.pid}" in started.stderr
    first.stop()


def test_what_is_no_office_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an office")
    ended = digwell("run", tmp_path / "notes.txt", "--port", str(free_port()))
    assert (ended.returncode, "is not an office" in ended.stderr) == (3, True)
    ended = digwell("run", tmp_path / "nowhere" / "office.duckdb", "--port", str(free_port()))
    assert (ended.returncode, "There is no folder" in ended.stderr) == (2, True)
    for words in (["run"], ["run", tmp_path], ["run", "x", "--port", "99999"], ["dance"]):
        assert digwell(*words).returncode == 2


def test_the_link_stays_the_same_until_another_is_asked_for(serve: Serve, office: Path) -> None:
    seen = []
    for more in ([], [], ["--new-token"]):
        served = serve("run", office, *more)
        seen.append(served.token)
        served.stop()
    assert seen[0] == seen[1] != seen[2]


def test_what_it_writes_is_its_owners_alone(serve: Serve, tmp_path: Path) -> None:
    served = serve("run", tmp_path / "office.duckdb")
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    assert re.search(r"^Umask:\s+0077$", status, flags=re.MULTILINE)
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
    served.stop()


def test_the_version_comes_at_once_and_without_streamlit() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from dashboard.cli.main import main; main(['--version'])"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "digwell, version 0.1.0\n")
    assert "streamlit" not in ended.stderr


# ── without a network ────────────────────────────────────────────────────────────────────────────────────────────────

ALONE = """
ip link set lo up
exec "$0" "$@"
"""


def test_it_works_where_there_is_no_network_at_all(serve: Serve, office: Path) -> None:
    cut_off = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("unshare and ip are missing. On Debian: apt-get install util-linux iproute2.")
    if subprocess.run([*cut_off, "true"], capture_output=True, check=False).returncode:
        pytest.skip("This machine does not allow network namespaces of one's own.")
    served = serve(command=[*cut_off, "sh", "-c", ALONE, str(BIN / "digwell"), "run", str(office), "--port", "{port}"])
    # The address it printed is one in there: ask from in there.
    inside = [
        "nsenter",
        "--target",
        str(served.process.pid),
        "--user",
        "--net",
        "--preserve-credentials",
        sys.executable,
    ]
    asked = (
        "import urllib.request as u; "
        f"print(u.build_opener(u.HTTPCookieProcessor()).open({served.link!r}).read().decode())"
    )
    ended = subprocess.run([*inside, "-c", asked], capture_output=True, text=True, timeout=30, check=False)
    assert "<title>Digwell</title>" in ended.stdout, ended.stderr
    assert served.stop() == 0
    assert served.log.read_text() in ("", "Digwell is closed.\n")


@pytest.mark.browser
def test_the_browser_draws_it_where_there_is_no_network_at_all(digwell: Served, visit: Visit) -> None:
    visitor = visit()
    stopped: list[str] = []

    def only_ours(route: Route) -> None:
        if route.request.url.startswith(digwell.address):
            route.continue_()
        else:
            stopped.append(route.request.url)
            route.abort()

    visitor.context.route("**/*", only_ours)
    visitor.page.goto(digwell.link)
    visitor.settle()
    assert stopped == []
    assert visitor.complaints == []
