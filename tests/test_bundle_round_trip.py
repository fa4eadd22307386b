"""Round trips: what goes out comes back in unchanged, for any valid bundle, in each of its forms."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from core.models import TABLES
from core.moments import offset_text
from data.bundle.exporting import export
from data.forms.csv_writer import text_of
from data.forms.formula_guard import unguarded
from data.store import Store
from tests.any_bundle import bundles
from tests.bundles import bring_in, nothing_changed, rows_of, sent_out, write_bundle
from tests.profiles import examples

FORMS = ["folder", "bundle.zip", "bundle.xlsx"]
Bundle = Mapping[str, list[dict[str, Any]]]


def office_of(source: Path, folder: Path) -> Store:
    """A new office with nothing but this bundle, none of whose rows is refused."""
    store = Store.open(folder / "office.duckdb", create=True)
    outcome = bring_in(store, source)
    assert outcome.refused == ()
    assert outcome.stored
    return store


def as_sent(value: Any, zone: ZoneInfo) -> str:
    """A cell as it goes out in a CSV, without the apostrophe that keeps it from being a formula."""
    return offset_text(value, zone) if isinstance(value, datetime) else text_of(value)


@pytest.mark.parametrize("form", FORMS)
@given(bundle=bundles())
@examples(8)
def test_a_bundle_comes_out_as_it_went_in_and_changes_nothing_when_it_comes_again(form: str, bundle: Bundle) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one").mkdir()
        (folder / "two").mkdir()
        source = write_bundle(folder / form, bundle)
        one = office_of(source, folder / "one")
        first = sent_out(one, folder / "first")
        everything_is_there(bundle, first, one.zone)

        export(one, folder / "one" / form)
        two = office_of(folder / "one" / form, folder / "two")
        assert sent_out(two, folder / "second") == first

        assert nothing_changed(bring_in(one, source))
        assert nothing_changed(bring_in(one, folder / "one" / form))
        one.close()
        two.close()


def everything_is_there(bundle: Bundle, sent: Mapping[str, str], zone: ZoneInfo) -> None:
    """Every id and every value that came in goes out, and no row more."""
    assert sent.keys() == TABLES.keys()
    for table, rows in bundle.items():
        key = TABLES[table].key
        there = {tuple(row[name] for name in key): row for row in unquoted(sent[table])}
        assert len(there) == len(rows)
        for row in rows:
            found = there[tuple(as_sent(row[name], zone) for name in key)]
            for column, value in row.items():
                assert value is None or found[column] == as_sent(value, zone)


def unquoted(text: str) -> list[dict[str, str]]:
    """The rows of a CSV as a person reads them."""
    return [{name: unguarded(cell) for name, cell in row.items()} for row in rows_of(text)]
