"""The office that this process has open: which one it is, opened once whoever asks."""

import atexit
import os
import shutil
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tzlocal import get_localzone_name

from data.cache.cache_file import CacheFile
from data.store import Store

_held: dict[Path, Store] = {}
_caches: dict[Path, CacheFile] = {}
_holding = threading.RLock()
_chosen: list[Path] = []


def choose(path: Path) -> None:
    """Name the office that this process is for; `digwell` does, before anything is opened."""
    _chosen[:] = [Path(path).resolve()]


def office_path() -> Path:
    """The office this process is for: the one that `digwell` named, else DIGWELL_OFFICE, else a made-up one."""
    with _holding:
        if not _chosen:
            named = os.environ.get("DIGWELL_OFFICE")
            choose(Path(named) if named else _made_up())
        return _chosen[0]


def _made_up() -> Path:
    from data import demo  # noqa: PLC0415 - the made-up office is itself made through the store

    folder = Path(tempfile.mkdtemp(prefix="digwell-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo.office(folder / "office.duckdb", today=datetime.now(ZoneInfo(get_localzone_name() or "UTC")).date())
    return folder / "office.duckdb"


def hold(path: Path) -> Store:
    """The office at `path`, opened once per process whoever asks."""
    path = Path(path).resolve()
    with _holding:
        if path not in _held:
            _held[path] = Store.open(path)
        return _held[path]


def held() -> Store:
    """The office this process is for, opened when first asked for."""
    path = office_path()
    return _held.get(path) or hold(path)


def cache_file(store: Store) -> CacheFile:
    """The cache beside an open office; it is closed with the offices that are held."""
    with _holding:
        if store.path not in _caches:
            _caches[store.path] = CacheFile(store.path, store.cursor)
        return _caches[store.path]


def release() -> None:
    """Close every office that is held."""
    with _holding:
        for each in _caches.values():
            each.close()
        for store in _held.values():
            store.close()
        _caches.clear()
        _held.clear()
