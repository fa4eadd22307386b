"""The cost of a click in CPU of the server, beside a page that draws nothing and beside the page written the usual way.

One click of each by turns, as people click: of many in a row only the first meets a processor that was busy elsewhere.

The empty page is one of this server: what every page shares is drawn (`bench/front.py` says what that is), the page
itself is not. So that nobody can make pages look cheap by making the frame dear, the frame is measured beside a script
that draws nothing at all, and each page is shown as a multiple of that too.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from bench.large import busiest_counselor, clients_of, copied, fields_of
from bench.lines import Line
from bench.scale import Scale
from bench.serving import ROOT, Server, digwell, usual
from bench.visitor import Visitor
from data.store import Store

USUAL = Path(__file__).with_name("usual") / "app.py"
VIEWS = ROOT / "dashboard" / "views" / "counselor"
PAGE_TIMES, FRAGMENT_TIMES, FRAME_TIMES, USUAL_TIMES, MEGABYTES = 6, 3, 2, 20, 600
_ROUNDS, _USUAL_EVERY = 60, 6
_LEAST_DRAWN = 20  # elements of a page that really is one
_PAUSE = 0.01  # seconds after a click, in which the server ends what belongs to it


class Click(NamedTuple):
    """What is done again and again, on which server, and in every how manieth round."""

    server: Server
    do: Callable[[], object]
    every: int = 1


class Whose(NamedTuple):
    """Whose pages are looked at: a counselor, one of their clients, two fields that many of these explore."""

    counselor: int
    client: int
    fields: tuple[str, str]


def lines(scale: Scale) -> list[Line]:
    """Pages, fragments, the frame, clicks beside the usual page's, and the memory of the server."""
    with ExitStack() as until_the_end:
        held, read = until_the_end.enter_context(copied(scale)), until_the_end.enter_context(copied(scale))
        whose = _whose(held)
        ours = until_the_end.enter_context(digwell(held))
        theirs = until_the_end.enter_context(usual(USUAL, read))

        def visit(server: Server, page: str, address: str, least: int = _LEAST_DRAWN) -> Visitor:
            visitor = until_the_end.enter_context(Visitor(server.link))
            visitor.open(page, address)
            assert visitor.drawn >= least, f"/{page}?{address} draws only {visitor.drawn} elements"
            return visitor

        memory = _memory(ours, visit(ours, "", f"counselor={whose.counselor}"), whose)
        spent = _cpu(_clicks(ours, theirs, visit, whose), scale.times(_ROUNDS))
    return [*_compared(spent), memory]


def _whose(office: Path) -> Whose:
    store = Store.open(office)
    try:
        counselor = busiest_counselor(store)
        return Whose(counselor, clients_of(store, counselor, 1)[0], fields_of(store, counselor))
    finally:
        store.close()


def _memory(server: Server, visitor: Visitor, whose: Whose) -> Line:
    """The server's memory after one visitor has been on every page, at last with everybody of the office."""
    mine, everybody = f"counselor={whose.counselor}&client={whose.client}", "counselor=all"
    views = sorted(file.stem for file in VIEWS.glob("[!_]*.py") if file.stem != "today")
    pages = [("", mine), *((view, mine) for view in views)]
    pages += [(page, everybody) for page in ("follow_ups", "", "to_mend")]
    with server.watched() as seen:
        for page, address in pages:
            visitor.open(page, address)
        server.rest()
    made_of = f"{max(seen):.0f} MB at its most; it rests after every page, three of them of the whole office"
    return Line("memory with the large office and one visitor", MEGABYTES, server.megabytes, "MB", made_of)


def _clicks(ours: Server, theirs: Server, visit: Callable[..., Visitor], whose: Whose) -> dict[str, Click]:
    """Every visitor has a page open; the two that search and open tabs do so inside fragments."""
    mine = f"counselor={whose.counselor}"
    today, usually = visit(ours, "", mine), visit(theirs, "", mine)
    assert today.is_in_fragment("find_everyone")
    assert today.is_in_fragment("evidence_left")
    return {
        "nothing": Click(ours, visit(ours, "", "nothing=1", 0).again),
        "blank": Click(ours, visit(ours, "", f"blank=1&{mine}", 0).again),
        "today": Click(ours, visit(ours, "", mine).again),
        "client": Click(ours, visit(ours, "client", f"client={whose.client}").again),
        "search": Click(ours, _enters(today, "find_everyone", "an", "or")),
        "tab": Click(ours, _enters(today, "evidence_left", "Topics", "Talks")),
        "field": Click(ours, _enters(visit(ours, "", mine), "field", *whose.fields)),
        "usual search": Click(theirs, _enters(usually, "find", "an", "or"), _USUAL_EVERY),
        "usual field": Click(theirs, _enters(visit(theirs, "", mine), "field", *whose.fields), _USUAL_EVERY),
    }


def _enters(visitor: Visitor, key: str, *values: str) -> Callable[[], object]:
    following: Iterator[str] = cycle(values)
    return lambda: visitor.enter(key, next(following))


def _cpu(clicks: Mapping[str, Click], rounds: int) -> dict[str, float]:
    """Median milliseconds of CPU of each click, so that all meet the same load; the first two of each warm up."""
    spent: dict[str, list[float]] = {name: [] for name in clicks}
    for number in range(rounds + 2):
        for name, (server, do, every) in clicks.items():
            if number < 2 or number % every == 0:
                before = server.cpu
                do()
                time.sleep(_PAUSE)
                spent[name].append(1e3 * (server.cpu - before))
    return {name: statistics.median(each[2:] or each) for name, each in spent.items()}


def _compared(spent: Mapping[str, float]) -> list[Line]:
    blank, nothing = spent["blank"], spent["nothing"]

    def beside_blank(what: str, name: str, times: float) -> Line:
        one = spent[name]
        made_of = f"{one:.1f} ms : {blank:.1f} ms; {one / nothing:.1f} × a script that draws nothing at all"
        return Line(f"{what} : an empty page", times, one / blank, "×", made_of)

    def beside_usual(what: str, name: str) -> Line:
        one, usually = spent[name], spent[f"usual {name}"]
        made_of = f"{usually:.0f} ms : {one:.1f} ms"
        return Line(f"the usual page : ours, {what}", USUAL_TIMES, usually / one, "×", made_of, at_least=True)

    return [
        beside_blank("Today runs again", "today", PAGE_TIMES),
        beside_blank("a client's page runs again", "client", PAGE_TIMES),
        beside_blank("a name is searched on Today (a fragment)", "search", FRAGMENT_TIMES),
        beside_blank("a tab is opened on Today (a fragment)", "tab", FRAGMENT_TIMES),
        Line("an empty page : a script that draws nothing", FRAME_TIMES, blank / nothing, "×",
             f"{blank:.1f} ms : {nothing:.1f} ms"),
        beside_usual("a name is searched", "search"),
        beside_usual("a field is chosen (all of Today)", "field"),
    ]  # fmt: skip
