"""Decisions of a client about a field."""

from datetime import date
from typing import Any

from core.viewer import Viewer
from core.words import counted
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own
from data.store import Store

_FIELD_IS = {"pursue": "chosen", "rule_out": "ruled_out", "keep_exploring": "exploring"}
_SAID = {"pursue": "goes on with", "rule_out": "lets go of", "keep_exploring": "keeps exploring"}


def decide(store: Store, viewer: Viewer, client: int, field: int, choice: str, *, on: date, **details: Any) -> Done:
    """Record a decision on a field, today unless `decided_on` says when; the field's status follows.

    Those who were heard on the field are owed a word about it.
    """
    with store.change(viewer, "decide on a field") as change:
        name = change.record("clients", client)["name"]
        about = own(change, "fields", field, client)
        values = entered("decisions", {"choice": choice, "decided_on": on, **details}, change.zone)
        if values["choice"] is None:
            raise NotAccepted("Nothing is chosen.", "Choose to go on, to let go or to keep exploring.", "choice")
        not_ahead(values["decided_on"], on, "decided_on")
        before = known(change, client)
        number = change.add("decisions", {"client_id": client, "field_id": field, **values})
        change.edit("fields", field, {"status": _FIELD_IS[values["choice"]]})
        after = reconcile(change, client, before)
        heard = len(after["follow_ups"].keys() - before["follow_ups"].keys())
        tell = f" {counted(heard, 'person', 'people').capitalize()} would like to hear of it." if heard else ""
        return done(change, f"{name} {_SAID[values['choice']]} {about['name']}.{tell}", number)
