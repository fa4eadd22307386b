"""The records are the tables of the bundle, column by column."""

import pytest
from pydantic import ValidationError

from core.models import BECAUSE_OF, MUST_BE_PRESENT, TABLES, Client, own_id
from core.vocabulary import FOLLOW_UP_KINDS

COLUMNS_PER_TABLE = {
    "counselors": 3, "cohorts": 4, "clients": 19, "fields": 8, "research": 7, "contacts": 23, "interviews": 61,
    "questions": 12, "follow_ups": 11, "notes": 6, "insights": 13, "targets": 6, "leads": 11, "meetings": 7,
    "check_ins": 8, "decisions": 8, "prompts": 11, "letters": 8, "dismissals": 7, "settings": 2,
}  # fmt: skip


def test_every_table_of_the_bundle_is_here_with_all_its_columns():
    assert {name: len(record.columns()) for name, record in TABLES.items()} == COLUMNS_PER_TABLE


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_in_words_what_it_holds(table):
    assert all(column.about and column.about[0].isupper() for column in TABLES[table].columns())


@pytest.mark.parametrize("table", TABLES)
def test_references_lead_to_tables_that_have_ids(table):
    assert all(own_id(column.refers) for column in TABLES[table].columns() if column.refers)


def test_only_what_names_a_record_must_be_filled():
    filled = {column.name for record in TABLES.values() for column in record.columns() if column.need == "filled"}
    kinds = {"name", "started_on", "due_on", "kind", "text", "code", "record"}
    assert {name for name in filled if not name.endswith("_id")} == kinds


def test_a_kind_that_follows_from_a_record_names_its_table():
    assert set(BECAUSE_OF) <= set(FOLLOW_UP_KINDS)
    assert set(BECAUSE_OF.values()) <= set(TABLES)
    assert set(MUST_BE_PRESENT) <= set(TABLES)


def test_every_fault_of_a_row_is_told_at_once():
    with pytest.raises(ValidationError) as told:
        Client.model_validate({"client_id": "1", "name": "Ana", "started_on": "31.02.2026", "mode": "wandering"})
    assert {error["loc"][0] for error in told.value.errors()} == {"started_on", "mode"}
