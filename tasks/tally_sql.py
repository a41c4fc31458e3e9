"""What the summary says in SQL: how tasks and changes become counts, how these are put together, read and compared.

Facts are tasks, or changes of tasks with a number that may be below zero; `COUNTED` makes counts of either, so that a
rebuild, a fold and a look at what has not been folded cannot differ.
"""

from typing import Final

FACTS_OF_TASKS: Final = """
    SELECT lead_id AS lead, lead_as_given_id AS lead_as_given, field_id AS field, leader_id AS leader,
        directive_id AS directive, extract(year FROM assigned_on)::smallint AS year, status, counts_until AS until,
        counts_until_as_issued AS until_as_issued, submitted_on, event <> '' AND event_on IS NULL AS awaits,
        1 AS number
    FROM tasks_task WHERE giver_id IS NULL"""
COUNTED: Final = """
    classed AS (
        SELECT coalesce(led.heir_id, led.id) AS unit_now, coalesce(lead_as_given, lead) AS unit_then,
            coalesce(field, 0) AS field, coalesce(leader, 0) AS leader, directive, year, basis,
            task_class(status, last_day, submitted_on, awaits, %(day)s, %(soon)s) AS kind, last_day, number
        FROM facts JOIN accounts_organisation led ON led.id = lead
        CROSS JOIN LATERAL (VALUES ('current', until), ('issued', until_as_issued)) days(basis, last_day)),
    counted AS (
        SELECT CASE 0 WHEN grouping(unit_now) THEN 'unit_now' WHEN grouping(unit_then) THEN 'unit_then'
                WHEN grouping(field) THEN 'field' WHEN grouping(leader) THEN 'leader' ELSE 'directive' END AS dimension,
            coalesce(unit_now, unit_then, field, leader, directive) AS key, basis, year, kind, band,
            sum(number) AS number
        FROM (SELECT *, CASE kind WHEN 'overdue'
                THEN 'band:' || task_band(last_day, %(day)s, %(edges)s::integer[]) END AS band FROM classed) banded
        GROUP BY basis, year, kind, band, GROUPING SETS ((unit_now), (unit_then), (field), (leader), (directive))),
    named AS (
        SELECT dimension, basis, years.year, key, name, sum(number) AS number
        FROM counted CROSS JOIN LATERAL (VALUES (counted.year), (0)) years(year)
        CROSS JOIN LATERAL (VALUES (kind), (band)) names(name)
        WHERE name IS NOT NULL GROUP BY 1, 2, 3, 4, 5),
    ranked AS (
        SELECT dimension, basis, year, CASE WHEN unit.id IS NULL THEN '' ELSE unit_ranking(unit.kind) END AS ranking,
            key, named.name, number
        FROM named LEFT JOIN accounts_organisation unit ON unit.id = key AND dimension LIKE 'unit%%'),
    placed AS (
        SELECT * FROM ranked UNION ALL
        SELECT replace(dimension, 'unit', 'group'), basis, year, ranking, 0, name, sum(number)
        FROM ranked WHERE dimension LIKE 'unit%%' GROUP BY 1, 2, 3, 4, 5, 6),
    found AS (
        SELECT dimension, basis, year, ranking, key, jsonb_object_agg(name, number) AS counts
        FROM placed WHERE number <> 0 GROUP BY 1, 2, 3, 4, 5)"""
REBUILD: Final = f"""
    WITH seen AS (DELETE FROM tasks_tallydelta), facts AS ({FACTS_OF_TASKS}), {COUNTED}
    INSERT INTO tasks_tally (dimension, basis, year, ranking, key, counts) SELECT * FROM found"""  # noqa: S608 - constants
FOLD: Final = f"""
    WITH facts AS (DELETE FROM tasks_tallydelta RETURNING *), {COUNTED}
    INSERT INTO tasks_tally AS kept (dimension, basis, year, ranking, key, counts) SELECT * FROM found
    ON CONFLICT (dimension, basis, year, ranking, key) DO UPDATE SET counts = tally_sum(kept.counts, excluded.counts)
    """  # noqa: S608 - constants
IS_OF: Final = """
    NOT stale AND day = %(day)s AND soon_days = %(soon)s AND edges = %(edges)s::integer[] AND shape = %(shape)s
    AND 'tasks_task'::regclass = 'public.tasks_task'::regclass"""
ANSWER: Final = f"""
    WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED},
    asked AS (SELECT * FROM unnest(%(dimensions)s::text[], %(rankings)s::text[]) wanted(dimension, ranking)),
    answer AS (
        SELECT kept.dimension, kept.ranking, kept.key, kept.counts FROM asked CROSS JOIN LATERAL (
            SELECT * FROM tasks_tally t WHERE t.dimension = asked.dimension AND t.ranking = asked.ranking
                AND t.basis = %(basis)s AND t.year = ANY(%(years)s) LIMIT %(most)s) kept
        UNION ALL
        SELECT dimension, ranking, key, counts FROM found JOIN asked USING (dimension, ranking)
        WHERE basis = %(basis)s AND year = ANY(%(years)s))"""  # noqa: S608 - constants
READ: Final = f"""
    {ANSWER} SELECT answer.* FROM tasks_tallystate state LEFT JOIN answer ON true WHERE {IS_OF}"""  # noqa: S608 - constants
OF_UNITS: Final = f"""
    WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED},
    answer AS (
        SELECT kept.* FROM unnest(%(units)s::bigint[]) asked(key) CROSS JOIN LATERAL (
            SELECT t.counts FROM tasks_tally t WHERE t.dimension = 'unit_now' AND t.ranking = ANY(%(rankings)s)
                AND t.basis = 'current' AND t.year = 0 AND t.key = asked.key OFFSET 0) kept
        UNION ALL
        SELECT counts FROM found
        WHERE dimension = 'unit_now' AND basis = 'current' AND year = 0 AND key = ANY(%(units)s))
    SELECT answer.* FROM tasks_tallystate state LEFT JOIN answer ON true WHERE {IS_OF}"""  # noqa: S608 - constants

# ── papers: never all of them ─────────────────────────────────────────────────────────────────
OF_PAPERS: Final = "dimension = 'directive' AND ranking = '' AND basis = %(basis)s"
RANKED_IN_A_YEAR: Final = f"""
    SELECT key FROM tasks_tally WHERE {OF_PAPERS} AND year = %(year)s AND counts ? 'overdue'
        AND key NOT IN (SELECT key FROM changed)
    ORDER BY (counts ->> 'overdue')::integer DESC, key LIMIT %(papers)s"""  # noqa: S608 - constants
RANKED_IN_YEARS: Final = f"""
    SELECT key FROM tasks_tally WHERE {OF_PAPERS} AND year = ANY(%(years)s) AND counts ? 'overdue'
        AND key NOT IN (SELECT key FROM changed)
    GROUP BY key ORDER BY sum((counts ->> 'overdue')::integer) DESC, key LIMIT %(papers)s"""  # noqa: S608 - constants
WORST: Final = f"""
    {ANSWER},
    changed AS (SELECT key, counts FROM found WHERE {OF_PAPERS} AND year = ANY(%(years)s)),
    ranked_papers AS ({{ranked}}),
    some_papers AS (
        SELECT key FROM tasks_tally WHERE {OF_PAPERS} AND year = ANY(%(years)s) AND counts <> '{{{{}}}}'
            AND key NOT IN (SELECT key FROM changed) LIMIT %(some)s),
    candidates AS (SELECT key FROM ranked_papers UNION SELECT key FROM some_papers UNION SELECT key FROM changed),
    said AS (
        SELECT * FROM answer UNION ALL SELECT 'directive', '', key, counts FROM changed UNION ALL
        SELECT 'directive', '', key, kept.counts FROM candidates CROSS JOIN LATERAL (
            SELECT t.counts FROM tasks_tally t WHERE {OF_PAPERS} AND t.year = ANY(%(years)s)
                AND t.key = candidates.key OFFSET 0) kept)
    SELECT said.* FROM tasks_tallystate state LEFT JOIN said ON true WHERE {IS_OF}"""  # noqa: S608 - constants
"""Papers that changed are all met; of the others so many as are shown, by their rank, and some, which tell few papers
from many. `OFFSET 0` keeps the planner from reading every paper to find these."""
KEPT_BESIDE: Final = f"""
    WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED}
    SELECT * FROM found WHERE dimension <> 'directive'"""  # noqa: S608 - constants
COMPARED: Final = f"""
    WITH facts AS (SELECT * FROM tasks_tallydelta), {COUNTED},
    both_kept AS (
        SELECT year, key, counts FROM tasks_tally WHERE {OF_PAPERS} UNION ALL
        SELECT year, key, counts FROM found WHERE {OF_PAPERS}),
    kept AS (
        SELECT year, key, name, sum(number::integer) AS number
        FROM both_kept CROSS JOIN LATERAL jsonb_each_text(counts) parts(name, number) GROUP BY 1, 2, 3),
    counted_now AS (
        SELECT years.year, place AS key, name, sum(number) AS number FROM ({{truth}}) truth
        CROSS JOIN LATERAL (VALUES (assigned_in::integer), (0)) years(year)
        CROSS JOIN LATERAL (VALUES (named), (age)) names(name) WHERE name <> '' GROUP BY 1, 2, 3)
    SELECT year, key, name, coalesce(kept.number, 0)::integer, coalesce(counted_now.number, 0)::integer
    FROM kept FULL JOIN counted_now USING (year, key, name)
    WHERE coalesce(kept.number, 0) <> coalesce(counted_now.number, 0)
    ORDER BY 1, 2, 3 LIMIT %(most)s"""  # noqa: S608 - constants
