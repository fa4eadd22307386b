"""The application as it is served: front.py behind the gate. `digwell` and `streamlit run` find the same one here."""

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

# `streamlit run` puts this folder on the import path, where our modules would be found a second time, by other names.
HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(folder for folder in sys.path if Path(folder or ".").resolve() != HERE)]

from dashboard import crash_reports, launch, report_route, streamlit_settings  # noqa: E402 - they are found only now
from dashboard.gate import shell  # noqa: E402 - as above
from dashboard.gate.gate import Gate  # noqa: E402 - as above

os.umask(0o077)
streamlit_settings.require()

app = st.App(
    streamlit_settings.SCRIPT,
    middleware=[
        Middleware(Gate, token=launch.token, key=launch.key, scripts=shell.script_hashes(shell.page())),
        Middleware(shell.Shell),
    ],
    routes=[report_route.route],
    lifespan=launch.lifespan,
    on_script_error=crash_reports.show,
)
