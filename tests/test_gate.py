"""The gate, tried on a running Digwell from outside: who may come in, and what they may ask for."""

import http.client
import os
import re
import string
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import assume, given
from hypothesis import strategies as st
from starlette.datastructures import MutableHeaders
from streamlit import file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.gate import frames, response_headers, shell, tokens
from data.errors import NoRoom
from tests.conftest import Serve, Served, Visit

SESSION = "11111111-2222-3333-4444-555555555555"
# What a page asks for, and what nobody may have; each exists in Streamlit unless it says otherwise.
PATHS = ["/", "/today", "/static/js/index.js", "/_stcore/health", "/_stcore/host-config", "/media/00.png", "/nowhere"]
FORBIDDEN = [
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/bidi-components/x/y.js",
    "/component/x/index.html",
    "/manifest.json",
    "/auth/login",
    "/oauth2callback/x",
    "/.streamlit/config.toml",
    "/app/static/../gate.py",
    "/app/static/__init__.py",
    "/static/../index.html",
    "/today/",
    "//evil.example/",
]


class Answer:
    """What came back: status, headers, cookies, body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.body = response.read()
        self.headers = response.headers
        self.cookies = dict(
            line.partition(";")[0].split("=", 1) for line in response.headers.get_all("set-cookie") or []
        )


def ask(served: Served, path: str, method: str = "GET", body: str | None = None, **said: str) -> Answer:
    """One request; headers are written as sec_fetch_site="cross-site"."""
    sent = {name.replace("_", "-"): value for name, value in said.items()}
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.putrequest(method, path, skip_host="host" in sent, skip_accept_encoding=True)
    if body is not None:
        connection.putheader("content-length", str(len(body)))
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(body.encode() if body is not None else None)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def let_in(served: Served) -> str:
    """The cookie header of a browser that opened the link."""
    given = ask(served, f"/?token={served.token}").cookies
    return f"digwell-{served.port}={given[f'digwell-{served.port}']}"


@pytest.fixture(scope="module")
def cookie(digwell: Served) -> str:
    return let_in(digwell)


# ── who may come in ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [*PATHS, *FORBIDDEN])
def test_without_the_token_nothing_is_open_and_everything_answers_alike(digwell: Served, path: str) -> None:
    answer = ask(digwell, path, sec_fetch_mode="cors", sec_fetch_site="same-origin")
    assert (answer.status, answer.body) == (403, b"Not open.\n")
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/today", "/nowhere", "/client?client=12"])
def test_a_page_without_the_token_says_how_to_get_in(digwell: Served, path: str) -> None:
    answer = ask(digwell, path)
    assert answer.status == 403
    assert b"Come in with your link" in answer.body
    assert b"<script" not in answer.body
    assert b"streamlit" not in answer.body.lower()


@pytest.mark.parametrize("shown", ["", "x", "%00", "é", "a" * 5000])
def test_another_token_does_not_open(digwell: Served, shown: str) -> None:
    answer = ask(digwell, f"/?token={quote(shown)}")
    assert answer.status == 403
    assert b"the link of another office" in answer.body
    assert f"digwell-{digwell.port}" not in answer.cookies


def test_the_link_lets_the_browser_in_and_takes_the_token_out_of_the_address(digwell: Served) -> None:
    answer = ask(digwell, f"/client?client=12&token={digwell.token}&x=1")
    assert (answer.status, answer.headers["location"]) == (303, "/client?client=12&x=1")
    line = answer.headers.get_all("set-cookie")[0]  # type: ignore[index]  # there is one, the next line sees it
    assert re.match(rf"digwell-{digwell.port}=\S+; Path=/; Max-Age=\d+; HttpOnly; SameSite=Strict$", line)
    assert digwell.token not in line
    opened = ask(digwell, "/client?client=12", cookie=line.partition(";")[0])
    assert (opened.status, b"<title>Digwell</title>" in opened.body) == (200, True)


def test_the_form_takes_the_whole_link_or_the_token_alone(digwell: Served) -> None:
    for written in (digwell.link, digwell.token, f"  {digwell.address}/client?a=b&token={digwell.token}&c=d "):
        answer = ask(digwell, "/digwell/enter", "POST", f"token={quote(written)}", origin=digwell.address)
        assert (answer.status, answer.headers["location"]) == (303, "/")
        assert answer.cookies[f"digwell-{digwell.port}"]
    refused = ask(digwell, "/digwell/enter", "POST", "token=no", origin=digwell.address)
    assert (refused.status, b"the link of another office" in refused.body) == (403, True)
    assert ask(digwell, "/digwell/enter", "POST", "token=" + "x" * 5000, origin=digwell.address).status == 403
    assert ask(digwell, "/digwell/enter").headers["location"] == "/"


def test_somebody_let_in_goes_where_they_wanted_to_go(digwell: Served) -> None:
    wish = ask(digwell, "/client?client=12").cookies[f"digwell-wish-{digwell.port}"]
    said = f"digwell-wish-{digwell.port}={wish}"
    assert ask(digwell, f"/?token={digwell.token}", cookie=said).headers["location"] == "/client?client=12"
    by_form = ask(digwell, "/digwell/enter", "POST", f"token={digwell.token}", cookie=said)
    assert by_form.headers["location"] == "/client?client=12"
    # A link that says itself where to go counts more.
    assert ask(digwell, f"/today?token={digwell.token}", cookie=said).headers["location"] == "/today"


@pytest.mark.parametrize("wish", ["//evil.example/", "https://evil.example", "/\\evil", "/a\r\nX: y", "/media/x", "é"])
def test_a_wish_leads_nowhere_but_to_a_page_of_ours(digwell: Served, wish: str) -> None:
    said = f"digwell-wish-{digwell.port}={quote(wish, safe='')}"
    assert ask(digwell, f"/?token={digwell.token}", cookie=said).headers["location"] == "/"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "[::1]:{port}", "0.0.0.0:{port}", ""],
)
def test_another_name_leads_nowhere_even_with_the_token(digwell: Served, cookie: str, host: str) -> None:
    for path in (f"/?token={digwell.token}", "/", "/_stcore/health"):
        answer = ask(digwell, path, host=host.format(port=digwell.port), cookie=cookie)
        assert (answer.status, answer.body) == (403, b"Not open.\n")


def test_both_names_of_this_machine_are_ours(digwell: Served, cookie: str) -> None:
    for name in ("127.0.0.1", "localhost", "LocalHost"):
        assert ask(digwell, "/", host=f"{name}:{digwell.port}", cookie=cookie).status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:{port}", "null", "http://localhost:{port}"],
)
def test_another_origin_is_refused_the_port_included(digwell: Served, cookie: str, origin: str) -> None:
    sent = origin.format(port=digwell.port)
    assert ask(digwell, "/_stcore/health", cookie=cookie, origin=sent).status == 403
    assert ask(digwell, "/digwell/enter", "POST", f"token={digwell.token}", origin=sent).status == 403
    assert ask(digwell, "/_stcore/health", cookie=cookie, origin=digwell.address).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_gets_nothing_but_a_click_leads_in(digwell: Served, cookie: str, site: str) -> None:
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
        said = {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": dest}
        assert ask(digwell, "/", cookie=cookie, **said).status == 403
        assert ask(digwell, f"/?token={digwell.token}", **said).status == 403
    click = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert ask(digwell, "/", cookie=cookie, **click).status == 200
    # The strict cookie is not sent along with such a click: the page asks again by itself, from our own origin.
    again = ask(digwell, "/client?client=12&x=%22", **click)
    assert (again.status, b'content="0;url=/client?client=12&amp;x=%22"' in again.body) == (200, True)
    entered = ask(digwell, f"/today?token={digwell.token}", **click)
    assert (entered.status, b'content="0;url=/today"' in entered.body) == (200, True)
    assert f"digwell-{digwell.port}" in entered.cookies


def test_a_program_may_show_the_token_in_a_header(digwell: Served) -> None:
    assert ask(digwell, "/_stcore/health", authorization=f"Bearer {digwell.token}").status == 200
    assert ask(digwell, "/_stcore/health", authorization="Bearer x").status == 403
    assert ask(digwell, "/_stcore/health", authorization=digwell.token).status == 403


# ── what may be asked for ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [*FORBIDDEN, "/media/00.png", "/static/js/none.js", "/app/static/none.woff2", "/a/b"])
def test_what_is_forbidden_and_what_is_not_there_answer_alike(digwell: Served, cookie: str, path: str) -> None:
    for method in ("GET", "POST", "OPTIONS", "PUT"):
        answer = ask(digwell, path, method, cookie=cookie, body="{}" if method in ("POST", "PUT") else None)
        assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


def test_a_page_gets_what_it_needs(digwell: Served, cookie: str) -> None:
    page = ask(digwell, "/", cookie=cookie)
    parts = re.findall(rb'"\.(/static/[^"]+|/app/static/[^"]+|/favicon[^"]+)"', page.body)
    assert len(parts) > 50
    for path in parts:
        assert ask(digwell, path.decode(), cookie=cookie).status == 200, path


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/metrics", "/nowhere"])
@pytest.mark.parametrize("inside", [True, False])
def test_every_answer_carries_the_headers(digwell: Served, cookie: str, path: str, inside: bool) -> None:
    said = ask(digwell, path, origin=digwell.address, **({"cookie": cookie} if inside else {})).headers
    policy = said["content-security-policy"]
    for part in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
    ):
        assert part in policy
    assert "unsafe-eval'" not in policy.replace("wasm-unsafe-eval'", "")
    assert re.search(r"script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/=]+';", policy)
    assert f"connect-src 'self' ws://127.0.0.1:{digwell.port};" in policy
    assert said["x-frame-options"] == "DENY"
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "same-origin"
    assert said["cross-origin-opener-policy"] == said["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in said["permissions-policy"]
    assert said["cache-control"] == "no-store"
    assert not [name for name in said if name.lower().startswith("access-control")]
    assert "server" not in said


def test_headers_that_let_others_in_are_taken_away_and_nothing_personal_is_kept() -> None:
    for path, kept in (("/media/x.csv", "no-store"), ("/app/static/a.woff2", "private, max-age=604800")):
        message = {"headers": [(b"access-control-allow-origin", b"*"), (b"Access-Control-Allow-Methods", b"GET")]}
        said = MutableHeaders(scope=message)
        response_headers.guard(said, path, "p")
        assert said["cache-control"] == kept
        assert not [name for name in said if name.startswith("access-control")]


def test_the_hash_is_that_of_the_one_inline_script() -> None:
    page = shell.page()
    assert len(re.findall(r"<script>", page)) == len(shell.script_hashes(page)) == 1


def xsrf(served: Served, cookie: str) -> dict[str, str]:
    token = ask(served, "/_stcore/health", cookie=cookie).cookies["_streamlit_xsrf"]
    return {"cookie": f"{cookie}; _streamlit_xsrf={token}", "x_xsrftoken": token}


def test_uploads_need_a_session_a_length_and_room(digwell: Served, cookie: str) -> None:
    said = xsrf(digwell, cookie)
    path = f"/_stcore/upload_file/{SESSION}/{SESSION}"
    assert ask(digwell, path, "PUT", body="x", **said).body == b"There is nothing here.\n"
    assert ask(digwell, path, "PUT", transfer_encoding="chunked", body=None, **said).status in (404, 411)
    assert ask(digwell, path, "PUT", content_length=str(200 * 2**20), **said).status == 413
    assert ask(digwell, path, "GET", **said).status == 404
    assert ask(digwell, f"/_stcore/upload_file/..%2f/{SESSION}", "PUT", body="x", **said).status == 404


UPLOADER = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
st.file_uploader("A file")
st.write("session:" + get_script_run_ctx().session_id)
"""


def test_uploads_of_all_sessions_together_have_a_limit(serve_script: Callable[[str], Served]) -> None:
    served = serve_script(UPLOADER)
    cookie = let_in(served)
    said = xsrf(served, cookie)
    with talk(served, cookie) as socket:
        heard = run_script(socket)
        session = re.search(rb"session:([0-9a-f-]{36})", heard)
        assert session is not None
        # Streamlit itself takes 20 MB at a time; in all there is room for five such files.
        body = "".join(
            (
                "--b\r\n",
                'Content-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n',
                "x" * 19_900_000,
                "\r\n--b--\r\n",
            )
        )
        answers = [
            ask(
                served,
                f"/_stcore/upload_file/{session[1].decode()}/{SESSION[:-1]}{number}",
                "PUT",
                body,
                content_type="multipart/form-data; boundary=b",
                **said,
            ).status
            for number in range(7)
        ]
    assert answers == [204] * 5 + [413] * 2


# ── the conversation ─────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def talk(served: Served, cookie: str | None, origin: str | None = "", **said: str) -> Iterator[ClientConnection]:
    """A WebSocket as the page opens it; `origin` is ours unless given, None for none."""
    sent = {name.replace("_", "-"): value for name, value in said.items()}
    with connect(
        f"ws://127.0.0.1:{served.port}/_stcore/stream",
        origin=None if origin is None else Origin(origin or served.address),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={**({"cookie": cookie} if cookie else {}), **sent},
        max_size=None,
        proxy=None,
    ) as socket:
        yield socket


def run_script(socket: ClientConnection, query: str = "") -> bytes:
    """Run the page's script once; every byte that came back until it ended."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    socket.send(asked.SerializeToString())
    heard = b""
    while True:
        part = socket.recv(timeout=20)
        assert isinstance(part, bytes)
        heard += part
        message = ForwardMsg.FromString(part)
        if message.WhichOneof("type") == "script_finished":
            return heard


def test_the_page_talks_to_its_script(digwell: Served, cookie: str) -> None:
    with talk(digwell, cookie) as socket:
        assert b"who needs you" in run_script(socket) or run_script(socket)


@pytest.mark.parametrize(
    ("with_pass", "origin", "site"),
    [
        (False, "", "same-origin"),
        (True, None, "same-origin"),
        (True, "http://evil.example", "same-origin"),
        (True, "http://127.0.0.1:1", "same-origin"),
        (True, "null", "same-origin"),
        (True, "", "cross-site"),
        (True, "", "same-site"),
    ],
)
def test_a_conversation_needs_the_pass_and_our_own_origin(
    digwell: Served, cookie: str, with_pass: bool, origin: str | None, site: str
) -> None:
    with (
        pytest.raises(InvalidStatus, match="403"),
        talk(digwell, cookie if with_pass else None, origin, sec_fetch_site=site),
    ):
        pass


def test_another_name_starts_no_conversation(digwell: Served, cookie: str) -> None:
    with (
        pytest.raises(InvalidStatus, match="403"),
        talk(digwell, cookie, f"http://evil.example:{digwell.port}", host=f"evil.example:{digwell.port}"),
    ):
        pass


def test_only_the_messages_that_a_page_needs_may_pass() -> None:
    kinds = {field.name: field for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    passing = set()
    for name, field in kinds.items():
        message = BackMsg()
        if field.message_type:
            getattr(message, name).SetInParent()
        else:
            setattr(message, name, True)
        if frames.is_allowed(message.SerializeToString()):
            passing.add(name)
    assert passing == {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
    assert passing | {"backend_operation_request"} == frames.FRAMES


def test_of_the_operations_only_those_that_read_may_pass() -> None:
    request = BackMsg().backend_operation_request
    kinds = {field.name for field in request.DESCRIPTOR.oneofs_by_name["payload"].fields}
    passing = set()
    for name in kinds:
        message = BackMsg()
        getattr(message.backend_operation_request, name).SetInParent()
        if frames.is_allowed(message.SerializeToString()):
            passing.add(name)
    assert passing == {"deferred_file", "dataframe_chunk"}
    assert kinds - passing == {"install_skills", "dismiss_skills_nudge"}


@pytest.mark.parametrize("data", [None, b"", b"\xff\xff\xff", b"\x08", b"not a message" * 100])
def test_what_is_no_message_does_not_pass(data: bytes | None) -> None:
    assert not frames.is_allowed(data)


def test_messages_that_are_not_let_through_do_nothing(digwell: Served, cookie: str) -> None:
    with talk(digwell, cookie) as socket:
        run_script(socket)
        for kind in ("load_git_info", "clear_cache", "set_run_on_save", "debug_disconnect_websocket"):
            message = BackMsg()
            setattr(message, kind, True)
            socket.send(message.SerializeToString())
        socket.send("words")
        socket.send(b"\xff\xff\xff")
        # Had git information been asked for, it would come before the end of this run.
        kinds = set()
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        while "script_finished" not in kinds:
            part = socket.recv(timeout=20)
            assert isinstance(part, bytes)
            kinds.add(ForwardMsg.FromString(part).WhichOneof("type"))
        assert "git_info_changed" not in kinds


def test_who_is_there_is_asked_again_for_every_message(serve: Serve, tmp_path: Path) -> None:
    office = tmp_path / "office.duckdb"
    served = serve("run", office)
    cookie = let_in(served)
    with talk(served, cookie) as socket:
        run_script(socket)
        tokens.Token(office).prepare(renew=True)
        with pytest.raises(ConnectionClosed):
            run_script(socket)
    assert ask(served, "/_stcore/health", cookie=cookie).status == 403
    assert ask(served, f"/?token={served.token}").status == 403
    (tmp_path / "office.duckdb.token").unlink()
    assert ask(served, "/?token=").status == 403


# ── the token and the pass ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_pass_is_for_one_token_one_port_and_a_week() -> None:
    given = tokens.new_pass("secret", 8501, 1000.0)
    assert tokens.age_of_pass(given, "secret", 8501, 1030.0) == 30
    assert tokens.age_of_pass(given, "other", 8501, 1030.0) is None
    assert tokens.age_of_pass(given, "secret", 8502, 1030.0) is None
    assert tokens.age_of_pass(given, "secret", 8501, 1000 + tokens.PASS_LASTS) == tokens.PASS_LASTS
    assert tokens.age_of_pass(given, "secret", 8501, 1000 + tokens.PASS_LASTS + 1) is None
    assert tokens.new_pass("secret", 8501, 1000.0) != given


def test_a_pass_outlives_a_clock_set_back_by_a_minute_and_no_more() -> None:
    given = tokens.new_pass("secret", 8501, 1000.0)
    assert tokens.age_of_pass(given, "secret", 8501, 940.0) == -60
    assert tokens.age_of_pass(given, "secret", 8501, 939.0) is None
    assert tokens.age_of_pass(given, "secret", 8501, 0) is None


@pytest.mark.parametrize("text", ["", ".", "..", "1.a.b", "x.y.z", "é.é.é", "1" * 9000, "." * 9000])
def test_a_pass_that_is_not_ours_is_none(text: str) -> None:
    assert tokens.age_of_pass(text, "secret", 8501, 1.0) is None


MOMENT = 1_790_000_000
PASS, ANOTHER = tokens.new_pass("secret", 8501, MOMENT), tokens.new_pass("secret", 8501, MOMENT + 5)
# Of a signature in Base64 the last letter has two bits that say nothing, and what is no letter of it is skipped.
SPELT_OTHERWISE = {
    "another last letter": PASS[:-1] + chr(ord(PASS[-1]) + 1),
    "more padding": PASS + "====",
    "a letter of no alphabet": PASS + "é",
    "signs between": PASS[:-9] + "!!!!" + PASS[-9:],
}


@given(at=st.integers(0, len(PASS)), cut=st.integers(0, 4), put=st.text(max_size=4))
def test_no_altered_pass_is_accepted(at: int, cut: int, put: str) -> None:
    altered = PASS[:at] + put + PASS[at + cut :]
    assume(altered != PASS)
    assert tokens.age_of_pass(altered, "secret", 8501, MOMENT + 5) is None


@pytest.mark.parametrize("how", SPELT_OTHERWISE)
def test_a_signature_has_one_spelling(how: str) -> None:
    assert tokens.age_of_pass(SPELT_OTHERWISE[how], "secret", 8501, MOMENT + 5) is None


@given(*[st.sampled_from([0, 1])] * 3)
def test_parts_of_two_passes_make_no_third(number: int, moment: int, signature: int) -> None:
    parts = PASS.split("."), ANOTHER.split(".")
    mixed = f"{parts[number][0]}.{parts[moment][1]}.{parts[signature][2]}"
    is_whole = number == moment == signature
    assert (tokens.age_of_pass(mixed, "secret", 8501, MOMENT + 5) is not None) == is_whole


LIKE_TOKENS = st.text(string.ascii_letters + string.digits + "-_", min_size=1)


@given(token=LIKE_TOKENS, port=st.integers(0, 65535), other=LIKE_TOKENS, age=st.integers(-100, 10**6))
def test_a_pass_counts_for_its_token_its_port_and_its_time_alone(token: str, port: int, other: str, age: int) -> None:
    fresh = tokens.new_pass(token, port, MOMENT)
    counts = -60 <= age <= tokens.PASS_LASTS
    assert tokens.age_of_pass(fresh, token, port, MOMENT + age) == (age if counts else None)
    assert tokens.age_of_pass(fresh, token, port + 1, MOMENT) is None
    assert (tokens.age_of_pass(fresh, other, port, MOMENT) is None) == (other != token)


def test_somebody_who_comes_every_day_gets_a_fresh_pass(digwell: Served) -> None:
    now = time.time()
    for age, renewed in ((60, False), (2 * 24 * 3600, True)):
        old = f"digwell-{digwell.port}={tokens.new_pass(digwell.token, digwell.port, now - age)}"
        assert bool(ask(digwell, "/", cookie=old).cookies) == renewed


def test_the_token_is_its_owners_alone_and_stays_the_same(tmp_path: Path) -> None:
    office = tmp_path / "office.duckdb"
    tokens.Token(office).prepare()
    file = tmp_path / "office.duckdb.token"
    assert file.stat().st_mode & 0o777 == 0o600
    first = tokens.Token(office).text()
    assert first is not None
    assert len(first) >= 43
    tokens.Token(office).prepare()
    assert tokens.Token(office).text() == first
    tokens.Token(office).prepare(renew=True)
    assert tokens.Token(office).text() != first


def test_a_token_that_others_could_read_or_that_is_empty_is_made_anew(tmp_path: Path) -> None:
    office, file = tmp_path / "office.duckdb", tmp_path / "office.duckdb.token"
    tokens.Token(office).prepare()
    for spoil in (lambda: file.chmod(0o640), lambda: file.write_text("\n"), lambda: file.write_bytes(b"\xff")):
        before = tokens.Token(office).text()
        spoil()
        token = tokens.Token(office)
        token.prepare()
        assert token.text() not in (before, None)
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights on Windows")
def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="cannot be written"):
        tokens.Token(tmp_path / "nowhere" / "office.duckdb").prepare()


# ── in a real browser ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_complains_of_nothing_and_asks_nobody_else(
    digwell: Served, visit: Visit, width: int, dark: bool
) -> None:
    visitor = visit(digwell.link, width=width, dark=dark)
    visitor.settle()
    assert visitor.page.url == f"{digwell.address}/"
    assert visitor.complaints == []
    assert visitor.elsewhere(digwell.address) == []
    assert visitor.page.title() == "Today · Digwell"
    ground = visitor.page.locator("[data-testid=stApp]").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == ("rgb(18, 24, 29)" if dark else "rgb(255, 255, 255)")
    assert "Atkinson" in visitor.page.locator("h1").first.evaluate("e => getComputedStyle(e).fontFamily")


@pytest.mark.journey
@pytest.mark.browser
def test_no_page_complains_of_anything_or_asks_anybody_else(serve: Serve, visit: Visit) -> None:
    served = serve("demo")
    visitor = visit(served.link)
    visitor.settle()
    links = visitor.page.locator("[data-testid=stSidebarNavLink]")
    links.first.wait_for()
    pages = [links.nth(at).get_attribute("href") or "" for at in range(links.count())]
    assert len(pages) >= 5
    for page in pages:
        visitor.page.goto(page if page.startswith("http") else served.address + page)
        visitor.settle()
        visitor.page.locator("h1").first.wait_for()
        assert "streamlit" not in visitor.page.locator("body").inner_text().lower(), page
        assert visitor.complaints == [], page
        assert visitor.elsewhere(served.address) == [], page
    served.stop()


@pytest.mark.browser
def test_nothing_on_a_page_says_streamlit(digwell: Served, visit: Visit) -> None:
    visitor = visit(digwell.link)
    visitor.settle()
    assert "streamlit" not in visitor.page.locator("body").inner_text().lower()
    assert "streamlit" not in visitor.page.title().lower()
    icon = visitor.page.locator("link[rel~=icon]").first.get_attribute("href")
    assert icon is not None
    assert icon.removeprefix(digwell.address).startswith(("/app/static/", "./"))


@pytest.mark.journey
@pytest.mark.browser
def test_in_the_browser_the_form_leads_where_one_wanted_to_go(digwell: Served, visit: Visit) -> None:
    visitor = visit(f"{digwell.address}/client?client=12")
    visitor.page.get_by_label("Or put the link here").fill("something else")
    visitor.page.get_by_role("button", name="Come in").click()
    visitor.page.get_by_role("alert").wait_for()
    visitor.page.get_by_label("Or put the link here").fill(digwell.link)
    visitor.page.get_by_role("button", name="Come in").click()
    visitor.settle()
    assert visitor.page.url == f"{digwell.address}/client?client=12"


@pytest.mark.journey
@pytest.mark.browser
def test_the_link_works_when_clicked_on_another_sites_page(digwell: Served, visit: Visit) -> None:
    visitor = visit()
    visitor.page.route(
        "http://elsewhere.example/",
        lambda route: route.fulfill(
            body=f'<a id="in" href="{digwell.link}">in</a>'
            f'<a id="deep" href="{digwell.address}/client?client=12">deep</a>',
            content_type="text/html",
        ),
    )
    for link, address in (("#in", f"{digwell.address}/"), ("#deep", f"{digwell.address}/client?client=12")):
        visitor.page.goto("http://elsewhere.example/")
        visitor.page.click(link)
        visitor.page.wait_for_url(address)
        visitor.settle()
        assert visitor.page.locator("h1").is_visible(), link


@pytest.mark.browser
def test_a_page_elsewhere_can_neither_frame_nor_read_nor_talk(digwell: Served, visit: Visit) -> None:
    visitor = visit(digwell.link)
    visitor.settle()
    page = visitor.context.new_page()
    page.route("http://elsewhere.example/", lambda route: route.fulfill(body="<p>x</p>", content_type="text/html"))
    page.goto("http://elsewhere.example/")
    said = page.evaluate(
        """async (address) => {
          const read = await fetch(address + '/', {credentials: 'include'}).then(r => r.text(), e => 'refused');
          const talk = await new Promise(done => {
            const socket = new WebSocket(address.replace('http', 'ws') + '/_stcore/stream', 'streamlit');
            socket.onopen = () => done('open'); socket.onerror = () => done('refused');
          });
          const frame = document.createElement('iframe');
          frame.src = address; document.body.append(frame);
          await new Promise(done => frame.onload = done);
          let inside; try { inside = frame.contentDocument?.title ?? 'refused' } catch (e) { inside = 'refused' }
          return [read, talk, inside, String(frame.contentWindow.length)];
        }""",
        digwell.address,
    )
    assert said == ["refused", "refused", "refused", "0"]


@pytest.mark.slow
@pytest.mark.browser
def test_when_digwell_is_closed_the_page_says_so_in_our_words_and_comes_back(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    first = serve("run", tmp_path / "office.duckdb")
    visitor = visit(first.link)
    visitor.settle()
    first.stop()
    dialog = visitor.page.get_by_role("dialog")
    dialog.wait_for(timeout=30_000)
    assert "Digwell is not answering" in dialog.inner_text()
    assert "streamlit" not in dialog.inner_text().lower()
    again = serve("run", tmp_path / "office.duckdb", port=first.port)
    dialog.wait_for(state="hidden", timeout=30_000)
    again.stop()


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_entrance_can_be_used_by_everybody(digwell: Served, visit: Visit, width: int, dark: bool) -> None:
    visitor = visit(f"{digwell.address}/?token=wrong", width=width, dark=dark)
    visitor.page.get_by_role("alert").wait_for()
    assert Axe().run(visitor.page).response["violations"] == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.page.evaluate("document.activeElement.id") == "token"
    assert visitor.asked == [f"{digwell.address}/?token=wrong"]
    # The one thing a browser says is the answer's number, 403.
    assert [said for said in visitor.complaints if "403" not in said] == []


def test_our_words_stand_in_place_of_streamlits_own() -> None:
    page = shell.page()
    script = shell.first_script(page)[1].decode()
    whole = (Path(file_util.get_static_dir()) / shell.first_script(page)[0].removeprefix("/")).read_text()
    for theirs, ours in shell.WORDS.items():
        assert theirs in whole, "Streamlit says this no longer, or differently"
        assert theirs not in script
        assert ours in script
        assert not set(ours) & set("`$\\{}"), "the words stand in a JavaScript template"
    assert "streamlit" not in re.sub(r"<[^>]*>", "", page).lower()
    assert "agent" not in page
