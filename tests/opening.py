"""Pages opened as somebody sees them who follows a link there, without a browser."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from data import office
from tests.conftest import ROOT


def new_app() -> AppTest:
    """The script that every page shares, before anything was opened."""
    return AppTest.from_file(str(ROOT / "dashboard" / "front.py"), default_timeout=30)


def opened(app: AppTest, path: Path, page: str = "today", **address: str) -> AppTest:
    """A page of an office as somebody sees it who follows a link there."""
    office.release()
    office.choose(path)
    app.query_params.update(address)
    app.run()
    if page != "today":
        app.switch_page(f"views/counselor/{page}.py")
        app.query_params.update(address)
        app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app
