"""A request or a WebSocket as it describes itself: who asks, from where, for what."""

import ipaddress
import time
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from dashboard.gate import tokens
from dashboard.gate.shell import PAGE


@dataclass(frozen=True)
class GateRequest:
    """What a request says about itself, read once."""

    scope: Scope

    @cached_property
    def said(self) -> Headers:
        """The headers as sent."""
        return Headers(scope=self.scope)

    @property
    def path(self) -> str:
        """The path asked for, decoded."""
        return str(self.scope["path"])

    @property
    def method(self) -> str:
        """The method; a WebSocket has none."""
        return str(self.scope.get("method", ""))

    @property
    def port(self) -> int:
        """The port that this connection really came in by."""
        return int(self.scope["server"][1])

    @cached_property
    def origin(self) -> str:
        """Our origin under the name this visitor uses; empty when that is no name of ours or not this machine."""
        hosts = self.said.getlist("host")
        names = [f"127.0.0.1:{self.port}", f"localhost:{self.port}"]
        arrived = str(self.scope["server"][0])
        if len(hosts) != 1 or hosts[0].lower() not in names or not is_loopback(arrived):
            return ""
        return f"http://{hosts[0].lower()}"

    @property
    def is_navigation(self) -> bool:
        """Whether somebody opens a page (and not a script, picture or other program asking for a part of one)."""
        if self.method != "GET" or not PAGE.fullmatch(self.path):
            return False
        mode = self.said.get("sec-fetch-mode")
        # Browsers older than 2023 and programs do not say; from them every request for a page is one.
        return mode is None or (mode == "navigate" and self.said.get("sec-fetch-dest") == "document")

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether another site's page caused this request."""
        return self.said.get("sec-fetch-site", "none") not in ("same-origin", "none")

    @property
    def is_ours(self) -> bool:
        """Whether it comes to our own name from our own pages, or is somebody opening one of them."""
        sent_by = self.said.getlist("origin")
        if not self.origin or any(one != self.origin for one in sent_by):
            return False
        return self.is_navigation or not self.is_from_elsewhere

    @cached_property
    def shown(self) -> tuple[str | None, str]:
        """The token in the address, and the address without it."""
        pairs = parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        kept = urlencode([pair for pair in pairs if pair[0] != "token"])
        return dict(pairs).get("token"), f"{self.path}?{kept}" if kept else self.path

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies sent; every port of this machine shares them, so ours carry the port in their name."""
        return cookie_parser(self.said.get("cookie", ""))

    @property
    def pass_name(self) -> str:
        """The cookie that holds a browser's pass."""
        return f"digwell-{self.port}"

    @property
    def wish_name(self) -> str:
        """The cookie that remembers where somebody without a pass wanted to go."""
        return f"digwell-wish-{self.port}"

    def age_of_pass(self, token: str | None) -> float | None:
        """Seconds since this visitor showed the token; None when they have not, or it was another one."""
        if token is None:
            return None
        scheme, _, shown = self.said.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and tokens.is_token(shown, token):
            return 0.0
        return tokens.age_of_pass(self.cookies.get(self.pass_name, ""), token, self.port, time.time())


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own; a name other than localhost is not looked up and is not."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
