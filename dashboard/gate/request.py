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
    """A request or the opening of a WebSocket, read once."""

    scope: Scope

    @cached_property
    def headers(self) -> Headers:
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
        hosts = self.headers.getlist("host")
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
        mode = self.headers.get("sec-fetch-mode")
        # Browsers older than 2023 and programs do not say; from them every request for a page is one.
        return mode is None or (mode == "navigate" and self.headers.get("sec-fetch-dest") == "document")

    @property
    def is_cross_origin(self) -> bool:
        """Whether another origin's page caused this request."""
        return self.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")

    @property
    def has_our_host_and_origin(self) -> bool:
        """Whether it comes to our own name from our own pages, or is somebody opening one of them."""
        sent_by = self.headers.getlist("origin")
        if not self.origin or any(one != self.origin for one in sent_by):
            return False
        return self.is_navigation or not self.is_cross_origin

    @cached_property
    def _query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)

    @property
    def token_in_address(self) -> str | None:
        """What the address says is the token; None where it says nothing of one."""
        return dict(self._query).get("token")

    @property
    def address_without_token(self) -> str:
        """The path and the query, without the token."""
        kept = urlencode([pair for pair in self._query if pair[0] != "token"])
        return f"{self.path}?{kept}" if kept else self.path

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies sent; every port of this machine shares them, so ours carry the port in their name."""
        return cookie_parser(self.headers.get("cookie", ""))

    @property
    def pass_cookie(self) -> str:
        """The name of the cookie that holds a browser's pass."""
        return f"digwell-{self.port}"

    @property
    def wish_cookie(self) -> str:
        """The name of the cookie that remembers where somebody without a pass wanted to go."""
        return f"digwell-wish-{self.port}"

    def age_of_pass(self, token: str | None) -> float | None:
        """Seconds since this visitor showed the token; None when they have not, or it was another one."""
        if token is None:
            return None
        scheme, _, shown = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and tokens.is_token(shown, token):
            return 0.0
        return tokens.age_of_pass(self.cookies.get(self.pass_cookie, ""), token, self.port, time.time())


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own; a name other than localhost is not looked up and is not."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
