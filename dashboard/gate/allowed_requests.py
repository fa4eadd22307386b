"""The few requests that a page makes, or a command of this machine; no others are passed on to Streamlit."""

import re

from dashboard.gate.request import GateRequest
from dashboard.gate.shell import PAGE
from dashboard.lock_file import REPORT_ROUTE

OURS = "/digwell/"
"""Below this lie our own routes; each says itself which methods it takes."""

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_READ = re.compile(
    r"/static/(?!.*\.\.)[\w./@-]+|/app/static/[\w-]+\.(?:woff2|svg|png|txt)|/favicon\.png|/_stcore/(?:health|host-config)"
    r"|/media/[0-9a-f]+(?:\.\w+)?"
)
_UPLOAD = re.compile(rf"/_stcore/upload_file/{_ID}/{_ID}")


def is_allowed(request: GateRequest) -> bool:
    """Whether this is one of the requests that a page makes, or a command."""
    if request.path == REPORT_ROUTE:
        return request.method == "POST"
    if request.path.startswith(OURS):
        return True
    if _UPLOAD.fullmatch(request.path):
        return request.method in ("PUT", "DELETE")
    return request.method in ("GET", "HEAD") and bool(PAGE.fullmatch(request.path) or _READ.fullmatch(request.path))


def is_upload(request: GateRequest) -> bool:
    """Whether a file comes with this request."""
    return request.method == "PUT" and bool(_UPLOAD.fullmatch(request.path))
