"""Millions of rows into an empty, throw-away database quickly: what looks at each row stands aside meanwhile.

A session of `filling` fires no trigger and checks no foreign key, so whoever fills must write what triggers would have;
`tests/bench` holds a small city against its replay through them. Indexes and the constraints they carry are dropped
before (`set_aside`) and built over the whole table after, several at once (`side_by_side`). On a server with
wal_level=minimal an index is built without a log, and so is a table that its own transaction has emptied.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import psycopg

SETTINGS: Final = {
    "session_replication_role": "replica",
    "maintenance_work_mem": "1GB",
    "max_parallel_maintenance_workers": "0",  # the other processor has the other session
    "work_mem": "128MB",
    "synchronize_seqscans": "off",  # or rows would not come in the order of their keys
}
Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Aside:
    """How to make what was dropped again: indexes by table, and the constraints that lean on some of them."""

    indexes: Mapping[str, Sequence[str]]
    constraints: Sequence[str]


@dataclass(slots=True)
class Clock:
    """Seconds by step; sessions side by side add theirs."""

    seconds: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside for that step."""
        start = time.perf_counter()
        yield
        with self.lock:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - start, 1)


class Sessions:
    """Sessions of a superuser at one address; each statement is a transaction of its own unless one is opened."""

    count = 3
    """How many work side by side."""

    def __init__(self, address: str) -> None:
        self.address = address

    @contextmanager
    def ordinary(self) -> Iterator[Connection]:
        """As any client has it."""
        with psycopg.connect(self.address, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
            yield connection

    @contextmanager
    def filling(self) -> Iterator[Connection]:
        """One that fires no trigger and checks no foreign key."""
        with self.ordinary() as connection:
            for name, value in SETTINGS.items():
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            yield connection


def set_aside(connection: Connection, tables: Sequence[str]) -> Aside:
    """Drop the indexes of these tables, but for keys that other tables refer to."""
    found = connection.execute(
        """SELECT t.relname, i.relname, pg_get_indexdef(i.oid), c.conname,
                CASE c.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
            LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u')
            WHERE t.relname = ANY(%s) AND t.relnamespace = 'public'::regnamespace
                AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conindid = i.oid AND f.contype = 'f')
            ORDER BY pg_relation_size(t.oid), i.relname""",
        (list(tables),),
    ).fetchall()
    indexes: dict[str, list[str]] = {table: [] for table in tables}
    constraints = []
    for table, name, definition, constraint, kind in found:
        indexes[str(table)].append(str(definition))
        if constraint is None:
            connection.execute(f'DROP INDEX "{name}"')
            continue
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
        constraints.append(f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {kind} USING INDEX "{name}"')
    return Aside(indexes, constraints)


Chain = Sequence[tuple[str, str]]
"""Statements, one after the other in one session, each with the name of its step."""


def side_by_side(sessions: Sessions, chains: Sequence[Chain], clock: Clock) -> None:
    """Run the chains in their order, as many at once as sessions allow.

    Raises:
        psycopg.Error: what the first chain that failed met.
    """

    def run(chain: Chain) -> None:
        with sessions.filling() as connection:
            for name, statement in chain:
                with clock.step(name):
                    connection.execute(statement)

    with ThreadPoolExecutor(sessions.count) as pool:
        list(pool.map(run, chains))
