"""The same contents in bare SQL (prepared, one connection): how fast this database can answer at best."""

from collections.abc import Sequence
from typing import Final

from directives.search import understand

PREPARE: Final = """
    CREATE UNLOGGED TABLE IF NOT EXISTS bench_summary AS
    SELECT lead_id AS org, extract(year FROM assigned_on)::int AS year, count(*) AS total,
        count(*) FILTER (WHERE status = 'done') AS done,
        count(*) FILTER (WHERE status = 'done' AND submitted_on <= counts_until) AS in_time,
        count(*) FILTER (WHERE status NOT IN ('done', 'withdrawn')) AS open,
        count(*) FILTER (WHERE status = 'in_progress' AND counts_until < %(day)s) AS overdue,
        count(*) FILTER (WHERE status = 'in_progress' AND counts_until BETWEEN %(day)s AND %(day)s::date + 7) AS soon
    FROM tasks_task GROUP BY 1, 2;
    CREATE UNIQUE INDEX IF NOT EXISTS bench_summary_key ON bench_summary (org, year); ANALYZE bench_summary"""

Statement = tuple[str, Sequence[dict[str, object]]]
_SHOWN: Final = "t.id, t.title, t.status, t.due_on, t.counts_until, t.lead_id, t.officer_id"
_OPEN: Final = "t.status IN ('assigned', 'received', 'in_progress', 'signing', 'contested', 'submitted', 'suspended')"
_RUNNING: Final = "t.status IN ('assigned', 'received', 'in_progress', 'signing', 'contested')"
REPORT: Final = """
    SELECT o.id, o.short_name, sum(total), sum(done), sum(in_time), sum(s.open), sum(overdue), sum(soon)
    FROM accounts_organisation o JOIN bench_summary s ON s.org = o.id
    WHERE o.kind = 'co_quan_chuyen_mon' AND s.year = %(year)s GROUP BY o.id ORDER BY 7 DESC"""
OVERDUE: Final = f"""
    SELECT {_SHOWN}, o.short_name, u.full_name FROM tasks_task t
    JOIN accounts_organisation o ON o.id = t.lead_id LEFT JOIN accounts_user u ON u.id = t.officer_id
    WHERE {_OPEN} AND {_RUNNING} AND t.counts_until < %(day)s ORDER BY t.counts_until, t.id LIMIT 50"""  # noqa: S608 - our words
MINE: Final = f"""
    SELECT {_SHOWN}, d.number_text FROM tasks_task t JOIN directives_directive d ON d.id = t.directive_id
    WHERE {_OPEN} AND t.officer_id = %(key)s ORDER BY t.counts_until, t.id LIMIT 50"""  # noqa: S608 - our words
NARROW: Final = "t.lead_id = %(org)s AND t.urgency = 'normal' AND t.counts_until BETWEEN %(first)s AND %(last)s"
BROAD: Final = "t.counts_until BETWEEN %(first)s AND %(last)s"
_WITH_NAMES: Final = """JOIN directives_directive d ON d.id = t.directive_id
    JOIN accounts_organisation o ON o.id = t.lead_id LEFT JOIN accounts_user u ON u.id = t.officer_id"""


def _page(where: str) -> str:
    return f"SELECT {_SHOWN} FROM tasks_task t WHERE {_OPEN} AND {where} ORDER BY t.counts_until, t.id LIMIT 50"  # noqa: S608 - our words


def _count(where: str) -> str:
    return f"SELECT count(*) FROM (SELECT 1 FROM tasks_task t WHERE {_OPEN} AND {where} LIMIT 10001) found"  # noqa: S608 - our words


FOUND: Final = f"""WITH found AS MATERIALIZED (
        SELECT t.id, t.counts_until FROM tasks_task t WHERE t.giver_id IS NULL
        AND t.id = ANY(ARRAY(SELECT w.task_id FROM tasks_taskwords w WHERE w.vector @@ %(words)s::tsquery))
    ), shown AS MATERIALIZED (SELECT id FROM found ORDER BY counts_until, id LIMIT 50)
    SELECT {_SHOWN}, d.number_text, o.short_name, u.full_name,
        (SELECT count(*) FROM (SELECT FROM found LIMIT 10001) counted)
    FROM shown JOIN tasks_task t USING (id) {_WITH_NAMES} ORDER BY t.counts_until, t.id"""  # noqa: S608 - our words
"""A list of what was searched for: the first fifty by deadline with their names, and how many there are."""


def statements(day: str, keys: Sequence[int], org: int, number: int) -> dict[str, list[Statement]]:
    """By line of the report; an officer's tasks by turns."""
    dated = {"day": day, "year": int(day[:4])}
    term = {"org": org, "first": f"{int(day[:4]) - 1}-01-01", "last": f"{int(day[:4])}-12-31"}
    rare, common = {"words": f"'{number}/ct/ubnd'"}, {"words": understand("chuyển đổi số").tsquery}
    return {
        "board": [(REPORT, [dated]), (OVERDUE, [dated])],
        "mine": [(MINE, [{"key": key} for key in keys])],
        "narrow": [(_page(NARROW), [term]), (_count(NARROW), [term])],
        "broad": [(_page(BROAD), [term]), (_count(BROAD), [term])],
        "number": [(FOUND, [rare])],
        "phrase": [(FOUND, [common])],
    }
