"""How the history of tasks is kept and read, in the schema: triggers that write it, and views of past days.

Everything here is made from the columns that the tables have when it is made, so a new column of a table needs only
the same column in the table of its states (`tasks.models.history`) to be kept, and nothing to be read as it is today.
After migrations it is made anew by itself (`tasks.apps`).

Keeping: after each statement on a table one function looks at all rows that it touched together, so that a release of
many tasks costs as few steps as that of one. The day is that of the city; whoever plays a past day says so
(`tasks.asof.played_on`). Time does not run backwards: what is done on a day before the last change known counts from
the day of that change on, so nothing ever alters what an earlier day showed.

Reading: `as_of` holds views of the same names as the tables. They show rows as they were at the end of the day that
the setting `tracker.as_of` names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, LiteralString

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import SQL, Composable, Identifier, Literal

SCHEMA: Final = "as_of"
DAY: Final = "tracker.as_of"
"""The setting with the day that the views show."""
PLAYED: Final = "tracker.today"
"""The setting with the day on which what is done is said to be done."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose states are kept: in which table, and by which column that names the row.

    `outlives` says that states stay when the row is removed; else they go with it. Only parts are ever removed by a
    step; the others are protected, and a row that goes nevertheless was never official.
    """

    table: str
    states: str
    of: str
    outlives: bool = False


KEPT: Final = (
    Kept("tasks_task", "tasks_taskstate", "task_id"),
    Kept("tasks_party", "tasks_partystate", "party_id", outlives=True),
    Kept("tasks_extensionrequest", "tasks_requeststate", "request_id"),
    Kept("tasks_instruction", "tasks_wordsstate", "instruction_id"),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A table whose rows never change but for columns that come later, and say when they came.

    `since` is the condition under which a row `t` was there; `hidden` gives those later columns as they were then.
    """

    table: str
    since: LiteralString
    hidden: tuple[tuple[str, LiteralString], ...] = ()


_READ: Final[tuple[tuple[str, LiteralString]]] = (
    ("read_at", "CASE WHEN (t.read_at AT TIME ZONE {zone})::date <= {day} THEN t.read_at END"),
)
_OF_ROUND: Final[LiteralString] = (
    'EXISTS (SELECT FROM public.tasks_urginground r WHERE r.id = t.round_id AND r."on" <= {day})'
)
DATED: Final = (
    Dated("tasks_progressreport", 't."on" <= {day}'),
    Dated("tasks_taskevent", 't."on" <= {day}'),
    Dated("tasks_amendmentruling", "t.decided_on <= {day}"),
    Dated("tasks_urginground", 't."on" <= {day}'),
    Dated("tasks_urging", _OF_ROUND),
    Dated("tasks_urgingletter", _OF_ROUND),
    Dated("tasks_urgingreceipt", "EXISTS (SELECT FROM as_of.tasks_urging u WHERE u.id = t.urging_id)", _READ),
    Dated(
        "tasks_instructionanswer",
        't."on" <= {day}',
        (
            ("returned_on", "CASE WHEN t.returned_on <= {day} THEN t.returned_on END"),
            ("return_words", "CASE WHEN t.returned_on <= {day} THEN t.return_words ELSE '' END"),
        ),
    ),
    Dated(
        "tasks_instructionreceipt",
        "EXISTS (SELECT FROM as_of.tasks_instruction i WHERE i.id = t.instruction_id)",
        _READ,
    ),
)
"""In this order: views that others read stand before them."""

_DAY_NOW: Final = SQL("""
CREATE OR REPLACE FUNCTION public.tracker_day() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting({played}, true), '')::date, (now() AT TIME ZONE {zone})::date)
$$;
CREATE OR REPLACE FUNCTION public.history_is_kept_by_triggers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written by triggers only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
""")
_FUNCTIONS: Final = SQL("""
CREATE OR REPLACE FUNCTION public.{begins}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := public.tracker_day();
BEGIN
    INSERT INTO public.{states} ({of}, from_day, {columns}) SELECT n.id, {first_day}, {new_columns} FROM new_rows n;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.{changes}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := public.tracker_day();
BEGIN
    -- Changes of the same day, and of a day said to lie before it, leave how that day ended.
    UPDATE public.{states} s SET ({columns}) = ROW ({new_columns})
        FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE s.{of} = n.id AND s.until_day IS NULL AND s.from_day >= today
            AND ({new_columns}) IS DISTINCT FROM ({old_columns});
    WITH ended AS (
        UPDATE public.{states} s SET until_day = today
            FROM new_rows n JOIN old_rows o ON o.id = n.id
            WHERE s.{of} = n.id AND s.until_day IS NULL AND s.from_day < today
                AND ({new_columns}) IS DISTINCT FROM ({old_columns})
            RETURNING s.{of} AS id
    )
    INSERT INTO public.{states} ({of}, from_day, {columns})
        SELECT n.id, today, {new_columns} FROM ended JOIN new_rows n ON n.id = ended.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.{ends}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := public.tracker_day();
BEGIN
    DELETE FROM public.{states} s USING old_rows o
        WHERE s.{of} = o.id AND ({forgets} OR (s.until_day IS NULL AND s.from_day >= today));
    UPDATE public.{states} s SET until_day = today FROM old_rows o WHERE s.{of} = o.id AND s.until_day IS NULL;
    RETURN NULL;
END $$;
""")
_TRIGGERS: Final = SQL("""
CREATE OR REPLACE TRIGGER history_begins AFTER INSERT ON public.{table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.{begins}();
CREATE OR REPLACE TRIGGER history_changes AFTER UPDATE ON public.{table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.{changes}();
CREATE OR REPLACE TRIGGER history_ends AFTER DELETE ON public.{table}
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.{ends}();
CREATE OR REPLACE TRIGGER kept_by_triggers BEFORE INSERT OR UPDATE OR DELETE ON public.{states}
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION public.history_is_kept_by_triggers();
""")
_NO_TRIGGERS: Final = SQL("""
DROP TRIGGER IF EXISTS kept_by_triggers ON public.{states};
DROP FUNCTION IF EXISTS public.{begins}() CASCADE;
DROP FUNCTION IF EXISTS public.{changes}() CASCADE;
DROP FUNCTION IF EXISTS public.{ends}() CASCADE;
""")
_FIRST_DAY: Final = SQL("today")
_AFTER_ITS_LAST: Final = SQL(
    "greatest(today, (SELECT max(before.until_day) FROM public.{states} before WHERE before.{of} = n.id))"
)
_STOOD: Final = SQL("""
CREATE VIEW as_of.{table} AS SELECT {columns} FROM public.{states} s LEFT JOIN public.{table} t ON t.id = s.{of}
    WHERE s.from_day <= {day} AND (s.until_day IS NULL OR s.until_day > {day});
""")
_WAS_THERE: Final = SQL("CREATE VIEW as_of.{table} AS SELECT {columns} FROM public.{table} t WHERE {since};")
_THE_DAY: Final = SQL("(SELECT current_setting({setting})::date)")
"""A subquery, so that the text is read once and not for each row."""


def keep(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that write the history, from the columns that there are."""
    _run(connection, _DAY_NOW.format(played=Literal(PLAYED), zone=Literal(settings.TIME_ZONE)))
    for kept in KEPT:
        names = _names(kept)
        columns = [name for name in columns_of(connection, kept.table) if name in _copied(connection, kept)]
        first = _AFTER_ITS_LAST.format(**names) if kept.outlives else _FIRST_DAY
        parts = {
            "columns": _list(columns),
            "new_columns": _list(columns, "n"),
            "old_columns": _list(columns, "o"),
            "first_day": first,
            "forgets": Literal(not kept.outlives),
        }
        _run(connection, _FUNCTIONS.format(**names, **parts))
        _run(connection, _TRIGGERS.format(**names))


def show(connection: BaseDatabaseWrapper) -> None:
    """Make the views of past days, from the columns that there are."""
    hide(connection)
    _run(connection, SQL("CREATE SCHEMA as_of"))
    day = _THE_DAY.format(setting=Literal(DAY))
    for kept in KEPT:
        copied = _copied(connection, kept)
        columns = [_shown(name, copied, kept.of) for name in columns_of(connection, kept.table)]
        _run(connection, _STOOD.format(**_names(kept), columns=SQL(", ").join(columns), day=day))
    for dated in DATED:
        filled = {"day": day, "zone": Literal(settings.TIME_ZONE)}
        later = {name: SQL(text).format(**filled) for name, text in dated.hidden}
        shown = [_dated(name, later) for name in columns_of(connection, dated.table)]
        parts = {"table": Identifier(dated.table), "columns": SQL(", ").join(shown)}
        _run(connection, _WAS_THERE.format(**parts, since=SQL(dated.since).format(**filled)))


def hide(connection: BaseDatabaseWrapper) -> None:
    """Take the views away, so that columns below them may change their type or go."""
    _run(connection, SQL("DROP SCHEMA IF EXISTS as_of CASCADE"))


def forget(connection: BaseDatabaseWrapper) -> None:
    """Take triggers and functions away: the tables of states are about to go."""
    for kept in KEPT:
        names = _names(kept)
        _run(connection, _NO_TRIGGERS.format(**names))
    _run(connection, SQL("DROP FUNCTION IF EXISTS public.history_is_kept_by_triggers(), public.tracker_day()"))


def columns_of(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Names of the columns of a table of `public`, in their order."""
    query = """
        SELECT attname FROM pg_attribute
        WHERE attrelid = to_regclass('public.' || quote_ident(%s)) AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return [str(name) for (name,) in cursor.fetchall()]


def is_shown(connection: BaseDatabaseWrapper) -> bool:
    """Whether the views of past days are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('as_of.tasks_task') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def is_possible(connection: BaseDatabaseWrapper) -> bool:
    """Whether every table that this needs is there, which it is not while old migrations run."""
    needed = [*(kept.states for kept in KEPT), *(dated.table for dated in DATED)]
    return all(columns_of(connection, table) for table in needed)


def _copied(connection: BaseDatabaseWrapper, kept: Kept) -> set[str]:
    return set(columns_of(connection, kept.states)) - {"id"}


def _names(kept: Kept) -> dict[str, Composable]:
    functions = {part: Identifier(f"{kept.states}_{part}") for part in ("begins", "changes", "ends")}
    return {"table": Identifier(kept.table), "states": Identifier(kept.states), "of": Identifier(kept.of), **functions}


def _list(columns: list[str], of: str = "") -> Composable:
    return SQL(", ").join(Identifier(of, name) if of else Identifier(name) for name in columns)


def _shown(name: str, copied: set[str], of: str) -> Composable:
    """A column from the state where it is kept; the key from the state too, so that the join itself can be left out."""
    if name == "id":
        return SQL("s.{of} AS id").format(of=Identifier(of))
    return Identifier("s" if name in copied else "t", name)


def _dated(name: str, later: Mapping[str, Composable]) -> Composable:
    if name in later:
        return SQL("{value} AS {name}").format(value=later[name], name=Identifier(name))
    return Identifier("t", name)


def _run(connection: BaseDatabaseWrapper, statement: Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
