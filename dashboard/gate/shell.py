"""The empty page that the dashboard is drawn into: Streamlit's own, with our name, our icon and our words."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

STATIC = Path(__file__).parent.with_name("static")
FONT = "atkinson-hyperlegible-next-latin-wght-normal.woff2"

PAGE = re.compile(r"/[A-Za-z0-9_-]*")
"""The paths of pages; for each of them the browser gets the same empty page."""

WORDS: Mapping[str, str] = {
    "Connection error": "Not connected",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "Digwell is not answering. If it was closed, start it again; this page then comes back by itself:"
    ),
    "streamlit run yourscript.py": "digwell run OFFICE",
    "Streamlit server is not responding. Are you connected to the internet?": (
        "Digwell is not answering. If it was closed, start it again; this page then comes back by itself."
    ),
    "Cannot connect to Streamlit (HTTP status: 403).": "This browser is not let in any more.",
    "If you are trying to access a Streamlit app running on another server, this could be due to the app's "
    "[CORS](${rD}) settings.": "Open the link that Digwell printed where it was started.",
    "Connecting to Streamlit server": "Connecting to Digwell",
    "Unable to connect to Streamlit server": "Digwell is not answering",
    ", but no corresponding file was found in the app's pages/ directory": ", which Digwell does not have",
    "You have requested page /": "You asked for the page /",
    "The page that you have requested does not seem to exist": "Digwell does not have that page",
    ". Running the app's main page.": ". Here is the first page instead.",
}
"""What Streamlit's own front would say to people when the connection is lost, and what we say in its place."""


CONTROLS = (
    "PageLink", "Selectbox", "DateInput", "Button", "MenuButton", "Checkbox", "Metric", "TextInput", "FileUploader",
    "DataFrame", "PlotlyChart",
)  # fmt: skip
"""The controls of our pages whose code is fetched ahead, as Streamlit names the files."""


class Shell:
    """Answers for the empty page, its icon and its first script; everything else goes on to Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._page = page()
        self._script_path, self._script = first_script(self._page)
        self._icon = (STATIC / "icon.png").read_bytes()
        static = Path(file_util.get_static_dir())
        self._files = {f"/{file.relative_to(static).as_posix()}" for file in static.rglob("*") if file.is_file()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One exchange with a browser."""
        found = self._found(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if found is None:
            await (self._app if self._is_there(scope) else Response(status_code=404))(scope, receive, send)
            return
        body, kind = found
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        # The script keeps Streamlit's name while our words change, so a browser may keep it but must ask.
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        same = Request(scope).headers.get("if-none-match") == tag
        answer = Response(b"" if same else body, 304 if same else 200, headers, media_type=kind)
        await answer(scope, receive, send)

    def _is_there(self, scope: Scope) -> bool:
        """Whether Streamlit has an answer of its own: for a file it does not have it would send its own empty page."""
        path = scope.get("path", "")
        return not path.startswith("/static/") or path in self._files

    def _found(self, path: str) -> tuple[bytes, str] | None:
        if PAGE.fullmatch(path):
            return self._page.encode(), "text/html"
        if path == self._script_path:
            return self._script, "text/javascript"
        if path == "/favicon.png":
            return self._icon, "image/png"
        return None


def page() -> str:
    """Streamlit's index.html under our name: our title, font and style, no pointer to what is switched off."""
    text = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<title>.*?</title>", "<title>Digwell</title>", text)
    text = re.sub(r'<link\s+rel="(?:preload|service-desc)".*?/>\s*', "", text, flags=re.DOTALL)
    ours = (
        '<meta name="color-scheme" content="light dark" />\n    '
        f'<link rel="preload" href="./app/static/{FONT}" as="font" type="font/woff2" crossorigin />\n    '
        f"<style>{style()}</style>\n  </head>"
    )
    text = text.replace("</head>", ours, 1)
    noscript = "<noscript><p>Digwell draws its pages with JavaScript. Please allow it for this address.</p></noscript>"
    return re.sub(r"<noscript>.*?</noscript>", noscript, text, flags=re.DOTALL)


def style() -> str:
    """The style of paper, without our remarks on it."""
    return re.sub(r"\s*/\*.*?\*/", "", (STATIC / "page.css").read_text("utf-8"), flags=re.DOTALL)


def first_script(text: str) -> tuple[str, bytes]:
    """The path of the script that a page starts with, and the script with our words in it and our own behind it."""
    found = re.search(r'<script type="module"[^>]*src="\.(/static/[^"]+)"', text)
    if found is None:
        raise RuntimeError("Streamlit's index.html names no script; Digwell was written for Streamlit 1.67.")
    script = (Path(file_util.get_static_dir()) / found[1].removeprefix("/")).read_text("utf-8")
    for theirs, ours in WORDS.items():
        script = script.replace(theirs, ours)
    # Behind it and not beside it: so there is no other path to open, and nothing inline for the security policy.
    ours = (STATIC / "page.js").read_text("utf-8")
    return found[1], f"{script}\n{fetched_ahead()}\n{ours}".encode()


def fetched_ahead() -> str:
    """The script that fetches the code of our pages' controls while the first page is still being worked out.

    Streamlit fetches it when a control is first drawn, and holds a place of another height until it came.
    """
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    files = sorted(file.name for name in CONTROLS for file in folder.glob(f"{name}.*.js"))
    return "\n".join(f'import("./{file}").catch(() => {{}});' for file in files)


def script_hashes(text: str) -> list[str]:
    """The Content-Security-Policy sources of a page's inline scripts."""
    inline = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    return [f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}" for script in inline]
