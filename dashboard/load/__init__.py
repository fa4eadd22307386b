"""The reading side of pages: everything a page may read, kept by query, parameters, viewer and version.

A version moves only with commits that touch what the query reads, so that a write is visible at the next run and
nothing is asked twice until then. Who may see what is decided in the store, for every query.
"""

from dashboard.load.caseload import (
    caseload_figures,
    everyone,
    meetings,
    not_counted,
    of_caseload,
    to_mend,
    topics_heard,
    topics_of_clients,
    who_needs_me,
    without_field,
)
from dashboard.load.client import client_figures, noticed, reasons_of, story
from dashboard.load.import_export import (
    Dropped,
    dropped_file,
    export_file,
    refused_name,
    refused_rows,
    suggestions,
    template,
)
from dashboard.load.open_office import (
    can_change,
    cohorts,
    counselor_of,
    counselors,
    day,
    field_names,
    is_empty,
    now,
    picture,
    policy,
    rows,
    store,
    today,
    viewer,
    zone,
)

__all__ = [
    "Dropped",
    "can_change",
    "caseload_figures",
    "client_figures",
    "cohorts",
    "counselor_of",
    "counselors",
    "day",
    "dropped_file",
    "everyone",
    "export_file",
    "field_names",
    "is_empty",
    "meetings",
    "not_counted",
    "noticed",
    "now",
    "of_caseload",
    "picture",
    "policy",
    "reasons_of",
    "refused_name",
    "refused_rows",
    "rows",
    "store",
    "story",
    "suggestions",
    "template",
    "to_mend",
    "today",
    "topics_heard",
    "topics_of_clients",
    "viewer",
    "who_needs_me",
    "without_field",
    "zone",
]
