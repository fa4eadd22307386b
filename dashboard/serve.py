"""Serving an office on a socket: what `digwell run` and `digwell demo` do once the port is theirs."""

import socket
from contextlib import suppress
from pathlib import Path

import uvicorn
from streamlit import config

from dashboard import crash_reports, streamlit_settings
from dashboard.gate.tokens import Token
from dashboard.launch import ADDRESS
from data.office import choose, hold


def serve(office: Path, listener: socket.socket, new_token: bool = False) -> bool:
    """Serve an office on a socket until Ctrl+C or a TERM signal; False where the server could not start.

    Raises OfficeError before anything is served.
    """
    port = listener.getsockname()[1]
    streamlit_settings.apply(port)
    choose(office)
    hold(office)
    Token(office.resolve()).prepare(renew=new_token)
    with crash_reports.discreet_logging():
        from dashboard.app import app  # noqa: PLC0415 - it refuses to be made before its settings have arrived

        server = uvicorn.Server(
            uvicorn.Config(
                app,
                host=ADDRESS,
                port=port,
                ws="websockets-sansio",
                ws_max_size=int(config.get_option("server.maxMessageSize")) * 2**20,
                log_config=None,
                access_log=False,
                server_header=False,
                ws_per_message_deflate=False,
                proxy_headers=False,
                lifespan="on",
            )
        )
        # A server that could not start ends the process by itself, with a code that means something else here.
        with suppress(SystemExit):
            server.run(sockets=[listener])
    return bool(server.started)
