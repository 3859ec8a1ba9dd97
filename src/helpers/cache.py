"""What was read from each article, kept so that a later run reads only what is new or changed."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd

from helpers.errors import StandoffError

Rows = dict[str, list[dict]]
_AT_ONCE = 500  # keys a query; SQLite allows 999


def digest(*parts: object) -> str:
    """Return a hash of anything JSON can hold; days and paths count by their text."""
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Cache:
    """A SQLite file of rows by key; every write is whole or not there, so a killed run loses one chunk at most.

    An article's rows lie under a key of all they depend on, and short keys, quick to make, lead there. What another
    `version` of the annotator left is dropped. Raises StandoffError
    naming the file where it is damaged or its folder can't be written to.
    """

    def __init__(self, file: Path, version: str) -> None:
        self._file, self._version = file, version
        with self._open() as database:
            database.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, version TEXT, rows BLOB)")
            database.execute("CREATE TABLE IF NOT EXISTS leads (key TEXT PRIMARY KEY, version TEXT, made TEXT)")
            # no later run asks for what an older annotator read
            database.execute("DELETE FROM made WHERE version != ?", (version,))
            database.execute("DELETE FROM leads WHERE version != ?", (version,))

    def lead(self, keys: Sequence[str]) -> dict[str, str]:
        """Return where those of the short `keys` that are known lead to."""
        return dict(self._select("SELECT key, made FROM leads WHERE key IN", keys))

    def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of `keys` under which rows lie."""
        return {key for (key,) in self._select("SELECT key FROM made WHERE key IN", keys)}

    def rows(self, keys: Sequence[str]) -> Iterator[tuple[str, Rows]]:
        """Yield (key, rows) of those of `keys` that are known."""
        for key, packed in self._select("SELECT key, rows FROM made WHERE key IN", keys):
            yield key, _unpacked(packed)

    def keep(self, made: Mapping[str, Rows], leads: Mapping[str, str]) -> None:
        """Write rows by key, and short keys that lead to them, in one step."""
        with self._open() as database:
            packed = ((key, self._version, _packed(rows)) for key, rows in made.items())
            database.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?)", packed)
            led = ((key, self._version, to) for key, to in leads.items())
            database.executemany("INSERT OR REPLACE INTO leads VALUES (?, ?, ?)", led)

    def _select(self, query: str, keys: Sequence[str]) -> Iterator[tuple]:
        with self._open() as database:
            for i in range(0, len(keys), _AT_ONCE):
                part = keys[i : i + _AT_ONCE]
                yield from database.execute(f"{query} ({','.join('?' * len(part))})", part).fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=30)) as database, database:
                yield database
        except (sqlite3.DatabaseError, OSError) as error:
            remedy = "make room, or make the folder writable; if the file is damaged, delete it and it is made anew"
            raise StandoffError(f"{self._file}: the cache can't be used ({error}); {remedy}") from error


def _packed(rows: Rows) -> bytes:
    return zlib.compress(json.dumps(rows, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"), 1)


def _plain(value: object) -> object:
    if value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item()  # a number of NumPy's


def _unpacked(packed: bytes) -> Rows:
    rows = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    for event in rows["events"]:
        event["event_day"] = pd.Timestamp(event["event_day"]) if event["event_day"] else pd.NaT
    return rows
