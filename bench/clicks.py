"""What a click costs the server in CPU, beside a page that draws nothing and beside the page written the usual way."""

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

from bench.large import busiest_counselor, clients_of, large
from bench.lines import Line
from bench.serving import Server, digwell, usual
from bench.visitor import Visitor
from data.store import Store

PORTS = 8660, 8661
USUAL = Path(__file__).with_name("usual") / "app.py"
PAGE_TIMES, FRAGMENT_TIMES, USUAL_TIMES, MEGABYTES = 6, 3, 20, 600
_ROUNDS, _RUNS = 7, 10
Click = Callable[[], object]


def lines() -> list[Line]:
    """Pages, fragments, the memory of the server that showed them, and a widget beside the usual page's."""
    office, counselor, client = _whose()
    with digwell(office, PORTS[0]) as server, ExitStack() as visitors:

        def visit(page: str, address: str) -> Visitor:
            visitor = visitors.enter_context(Visitor(server.link))
            visitor.open(page, address)
            return visitor

        memory = _memory(server, visit("", f"counselor={counselor}"), client)
        today = visit("", f"counselor={counselor}")
        found = _cpu(
            server,
            {
                "nothing": visit("", "empty=1").again,
                "blank": visit("", f"blank=1&counselor={counselor}").again,
                "today": visit("", f"counselor={counselor}").again,
                "client": visit("client", f"client={client}").again,
                "search": _enters(today, "find_everyone", "an", "or"),
                "tab": _enters(today, "evidence_left", "Topics", "Talks"),
            },
        )
    blank = found["blank"]

    def compared(what: str, name: str, times: float) -> Line:
        nothing = f"{found[name] / found['nothing']:.1f} × a script that draws nothing at all"
        made_of = f"{found[name]:.1f} ms : {blank:.1f} ms; {nothing}"
        return Line(f"{what} : an empty page", times, found[name] / blank, "×", made_of)

    return [
        compared("Today runs again", "today", PAGE_TIMES),
        compared("a client's page runs again", "client", PAGE_TIMES),
        compared("a name is searched on Today (a fragment)", "search", FRAGMENT_TIMES),
        compared("a tab is opened on Today (a fragment)", "tab", FRAGMENT_TIMES),
        _beside_the_usual(office, counselor, found["search"]),
        memory,
    ]


def _whose() -> tuple[Path, int, int]:
    office = large()
    store = Store.open(office)
    try:
        counselor = busiest_counselor(store)
        return office, counselor, clients_of(store, counselor, 1)[0]
    finally:
        store.close()


def _memory(server: Server, visitor: Visitor, client: int) -> Line:
    """The server's memory after one visitor has been on every page, at last with everybody of the 40,000."""
    everybody = "counselor=all"
    for page, address in ("client", f"client={client}"), ("bring_in", ""), ("", everybody), ("to_mend", everybody):
        visitor.open(page, address)
    made_of = f"at most {server.megabytes('VmHWM'):.0f} MB meanwhile; every page, and Today of the whole office"
    return Line("memory with the large office and one visitor", MEGABYTES, server.megabytes(), "MB", made_of)


def _enters(visitor: Visitor, key: str, *values: str) -> Click:
    following = cycle(values)
    return lambda: visitor.enter(key, next(following))


def _cpu(server: Server, clicks: Mapping[str, Click], rounds: int = _ROUNDS, runs: int = _RUNS) -> dict[str, float]:
    """Median milliseconds of CPU of each click, by turns, warm."""
    spent: dict[str, list[float]] = {name: [] for name in clicks}
    for number in range(rounds + 1):
        for name, click in clicks.items():
            before = server.cpu
            for _ in range(runs):
                click()
            if number:
                spent[name].append(1e3 * (server.cpu - before) / runs)
    return {name: statistics.median(each) for name, each in spent.items()}


def _beside_the_usual(office: Path, counselor: int, ours: float) -> Line:
    with _usual_page(office) as server, Visitor(server.link) as visitor:
        visitor.open("", f"counselor={counselor}")
        theirs = _cpu(server, {"search": _enters(visitor, "find", "an", "or")}, rounds=3, runs=3)["search"]
    what = "the usual page takes longer to search a name than ours"
    return Line(what, USUAL_TIMES, theirs / ours, "×", f"{theirs:.0f} ms : {ours:.1f} ms", at_least=True)


@contextmanager
def _usual_page(office: Path) -> Iterator[Server]:
    """The usual page with a copy of the office, since each of its queries opens the file anew."""
    with tempfile.TemporaryDirectory(prefix="digwell-bench-") as folder:
        copy = Path(folder) / "office.duckdb"
        shutil.copyfile(office, copy)
        with usual(USUAL, copy, PORTS[1]) as server:
            yield server
