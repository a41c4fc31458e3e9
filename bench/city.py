"""A city of any size, filled by SQL into an empty, migrated database: bodies, people, posts, papers, tasks, reports.

The shares are those of a large city: 70 of 100 tasks done (four of five in time), 28 open, of which 6 are overdue and 5
due within a week, 2 withdrawn; half as many coordinating bodies as tasks; departments carry more than communes, the
first of them most. Every number follows from the key of the task, so that two fillings of one size are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import Any, Final

import psycopg

from accounts.text import fold, lowered
from bench import bulk

DEPARTMENTS: Final = 200
COMMUNES: Final = 3_300
PEOPLE: Final = 20_000
MONITORS: Final = 100
LEADERS: Final = 10
FIELDS: Final = 20
PHRASES: Final = (
    *("chuyển đổi số", "cải cách hành chính", "giải phóng mặt bằng", "đầu tư công", "phòng cháy chữa cháy"),
    *("an toàn thực phẩm", "bảo vệ môi trường", "giảm nghèo bền vững", "trật tự đô thị", "an sinh xã hội"),
    *("thu ngân sách", "nông thôn mới", "trường chuẩn quốc gia", "khám chữa bệnh", "du lịch biển"),
    *("cảng biển và dịch vụ", "khu công nghiệp", "thanh tra đất đai", "phòng chống thiên tai", "an toàn giao thông"),
    *("tiếp công dân", "đào tạo nghề", "bảo hiểm y tế", "quy hoạch chung", "nhà ở xã hội"),
    *("di tích lịch sử", "thủy lợi nội đồng", "cấp nước sạch", "thống kê dân số", "lưu trữ hồ sơ"),
)
"""One of them stands in each task, so that a phrase finds three of a hundred."""
FULL_SIZE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large the city is; bodies and people shrink with the tasks."""

    tasks: int

    @property
    def share(self) -> float:
        """Against the full size."""
        return min(1.0, self.tasks / FULL_SIZE)

    def of(self, full: int) -> int:
        """As many as of `full` at full size, one at the least."""
        return max(1, round(full * self.share))


SERIES: Final = "generate_series(1, %({count})s) n"
# The first posts are those of monitors and leaders, then one head for each body, then officers, two of five in
# departments.
POSTS: Final = """(
    SELECT n,
           CASE WHEN n <= %(monitors)s THEN 'monitor' WHEN n <= %(office)s THEN 'leader'
                WHEN n <= %(office)s + %(organisations)s THEN 'head' ELSE 'officer' END AS role,
           CASE WHEN n <= %(office)s THEN 1
                WHEN n <= %(office)s + %(organisations)s THEN n - %(office)s
                WHEN n %% 5 < 2 THEN 1 + (n / 5) %% %(departments)s
                ELSE %(departments)s + 1 + (n %% %(communes)s) END AS place
    FROM generate_series(1, %(people)s) n
) p
JOIN accounts_user u ON u.username = 'p' || p.n
JOIN accounts_organisation o ON o.code = 'o' || p.place"""
TASKS: Final = """generate_series(%(first)s::bigint, %(last)s::bigint) n
CROSS JOIN LATERAL (SELECT n %% 100 AS sort,
    1 + floor((SELECT count(*) FROM bench_officer)
        * power((n * 48271 %% 1000003)::float8 / 1000003, 2))::int AS place) k
JOIN bench_officer w ON w.place = k.place
JOIN bench_paper p ON p.place = 1 + n %% %(papers)s
JOIN bench_monitor m ON m.place = 1 + n %% %(monitors)s
JOIN bench_leader l ON l.place = 1 + n %% %(leaders)s
JOIN bench_field c ON c.place = 1 + n %% %(fields)s
CROSS JOIN LATERAL (SELECT (ARRAY[%(phrases)s])[1 + n %% 30] AS said, (ARRAY[%(folded)s])[1 + n %% 30] AS folded) f
CROSS JOIN LATERAL (SELECT (CASE
    WHEN k.sort < 70 THEN %(day)s::date - (30 + n %% 900)::int
    WHEN k.sort < 76 THEN %(day)s::date - (1 + (n / 100) %% 250)::int
    WHEN k.sort < 81 THEN %(day)s::date + ((n / 100) %% 8)::int
    WHEN k.sort < 94 THEN %(day)s::date + (10 + n %% 400)::int
    WHEN k.sort < 98 THEN NULL ELSE %(day)s::date - (n %% 300)::int END)::date AS until) d"""
PLACES: Final = """
    DROP TABLE IF EXISTS bench_officer, bench_paper, bench_monitor, bench_field, bench_leader;
    CREATE TEMP TABLE bench_officer AS
    SELECT row_number() OVER (ORDER BY m.organisation_id, m.id) AS place, m.user_id, m.organisation_id
    FROM accounts_membership m WHERE m.role = 'officer';
    CREATE TEMP TABLE bench_paper AS SELECT row_number() OVER (ORDER BY id) AS place, id FROM directives_directive;
    CREATE TEMP TABLE bench_monitor AS
    SELECT row_number() OVER (ORDER BY id) AS place, user_id FROM accounts_membership WHERE role = 'monitor';
    CREATE TEMP TABLE bench_field AS
    SELECT row_number() OVER (ORDER BY id) AS place, id FROM accounts_field WHERE code LIKE 'f%';
    CREATE TEMP TABLE bench_leader AS
    SELECT row_number() OVER (ORDER BY id) AS place, user_id FROM accounts_membership WHERE role = 'leader';
    CREATE UNIQUE INDEX ON bench_officer (place); CREATE UNIQUE INDEX ON bench_paper (place);
    ANALYZE bench_officer; ANALYZE bench_paper"""
"""Numbered lists of whom and what the rows of tasks pick from."""
PARTIES: Final = """tasks_task t JOIN accounts_organisation o ON o.code = 'o' || (1 + t.id * 7919 %% %(organisations)s)
WHERE t.id %% 2 = 0 AND o.id <> t.lead_id"""
TURNS: Final = lcm(len(PHRASES), 9)
"""After so many tasks phrase and place in the paper repeat, and with them all words but numbers."""
WORDS: Final = (
    """CREATE TEMP TABLE bench_head AS
        SELECT id, search_words(number_text) || search_words('Nhiệm vụ số') AS words FROM directives_directive""",
    """CREATE TEMP TABLE bench_tail AS SELECT mod(id, {turns}) AS place, search_words_of_long(concat_ws(' ',
        substr(title, strpos(title, ':')), text, product, path, event)) AS words FROM tasks_task WHERE id <= {turns}""",
    """TRUNCATE tasks_taskwords; INSERT INTO tasks_taskwords (task_id, vector)
        SELECT t.id, h.words || (t.id || ':1')::tsvector || f.words FROM tasks_task t
        JOIN bench_head h ON h.id = t.directive_id JOIN bench_tail f ON f.place = mod(t.id, {turns})""",
)
"""Paper, the beginning of the title, the number in it, the rest: joined they are the words of the whole."""
DIFFERENT: Final = """
    SELECT count(*) FROM generate_series(1, %(tasks)s, greatest(1, %(tasks)s / 500)) asked(id)
    JOIN tasks_task task USING (id) JOIN directives_directive paper ON paper.id = task.directive_id
    LEFT JOIN tasks_taskwords kept ON kept.task_id = task.id
    WHERE kept.vector IS DISTINCT FROM search_words(paper.number_text) || search_words_of_long(concat_ws(' ',
        CASE WHEN NOT starts_with(task.text, task.title) THEN task.title END,
        task.text, task.product, task.path, task.event))"""
"""Of 500 tasks, those whose words are not what the trigger would have written."""
STATES: Final = """
    TRUNCATE tasks_taskstate;
    INSERT INTO tasks_taskstate (task_id, from_day, until_day, is_rebuilt, {columns})
    SELECT id, assigned_on, changed, false, {before}
    FROM tasks_task, LATERAL (SELECT coalesce(completed_on, submitted_on) AS changed) c;
    INSERT INTO tasks_taskstate (task_id, from_day, until_day, is_rebuilt, {columns})
    SELECT id, coalesce(completed_on, submitted_on), NULL, false, {columns}
    FROM tasks_task WHERE coalesce(completed_on, submitted_on) IS NOT NULL"""
"""What triggers would have kept: given, then for most submitted or done."""
PARTY_STATES: Final = """
    TRUNCATE tasks_partystate;
    INSERT INTO tasks_partystate (party_id, from_day, is_rebuilt, {columns})
    SELECT id, since, false, {columns} FROM tasks_party
    JOIN (SELECT id AS given, assigned_on AS since FROM tasks_task) t ON given = task_id"""
"""Helpers since the day of the task."""
BEFORE: Final = {
    "status": "CASE WHEN changed IS NULL THEN status ELSE 'in_progress' END",
    "submitted_on": "NULL::date",
    "completed_on": "NULL::date",
}
REPORTS: Final = """tasks_task
WHERE status = 'in_progress' AND counts_until < %(day)s::date AND id %% 3 = 0"""


LARGE: Final = ("tasks_task", "tasks_taskwords", "tasks_taskstate", "tasks_party", "tasks_partystate")


OTHERS: Final = """
    SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> ALL(%s)"""


def fill(size: Size, day: date, sessions: bulk.Sessions, chunk: int = 100_000) -> dict[str, float]:
    """Fill an empty database; seconds by step. `tidy` comes after.

    Raises:
        RuntimeError: it is not empty, or words are not what triggers would have written.
    """
    values = {
        "day": day,
        "tasks": size.tasks,
        "departments": size.of(DEPARTMENTS),
        "communes": size.of(COMMUNES),
        "organisations": size.of(DEPARTMENTS) + size.of(COMMUNES),
        "people": size.of(PEOPLE),
        "monitors": size.of(MONITORS),
        "leaders": size.of(LEADERS),
        "office": size.of(MONITORS) + size.of(LEADERS),
        "papers": size.of(50_000),
        "fields": FIELDS,
    }
    clock = bulk.Clock()
    with clock.step("people and papers"), sessions.ordinary() as connection:
        _fill_small(connection, values)
    with sessions.filling() as connection:
        aside = bulk.set_aside(connection, LARGE)
        bulk.side_by_side(sessions, _tasks(connection, values, chunk), clock)
        bulk.side_by_side(sessions, _chains(connection, values, aside), clock)
        for statement in aside.constraints:
            connection.execute(statement)
        if connection.execute(DIFFERENT, values).fetchone() != (0,):
            message = "Words of tasks are not what the trigger writes."
            raise RuntimeError(message)
    return clock.seconds


def tidy(sessions: bulk.Sessions) -> dict[str, float]:
    """VACUUM ANALYZE of every table, as autovacuum would have done by and by; seconds."""
    clock = bulk.Clock()
    with sessions.ordinary() as connection:
        others = connection.execute(OTHERS, (list(LARGE),)).fetchone()
    chains = [[("vacuum", f"VACUUM ANALYZE {tables}")] for tables in (*LARGE, *(others or ()))]
    bulk.side_by_side(sessions, chains, clock)
    return clock.seconds


def _fill_small(connection: bulk.Connection, values: Mapping[str, object]) -> None:
    """Bodies, people, posts and papers, as anybody would write them: triggers and all.

    Raises:
        RuntimeError: there are tasks already.
    """
    if connection.execute("SELECT EXISTS (SELECT FROM tasks_task)").fetchone() != (False,):
        message = "The database holds tasks already."
        raise RuntimeError(message)
    with connection.transaction():
        for table, columns, source in _SMALL:
            connection.execute(_insert(connection, table, columns, source), values)


def _tasks(connection: bulk.Connection, values: Mapping[str, object], chunk: int) -> list[bulk.Chain]:
    """All tasks, in portions."""
    words = {"phrases": [lowered(each) for each in PHRASES], "folded": [fold(each) for each in PHRASES]}
    source = TASKS
    for name, some in words.items():
        source = source.replace(f"%({name})s", ", ".join(f"'{each}'" for each in some))
    statement, last = _insert(connection, "tasks_task", _TASK, source), int(str(values["tasks"]))
    asked = psycopg.ClientCursor(connection)
    portions = [
        asked.mogrify(statement, {**values, "first": first, "last": min(last, first + chunk - 1)})
        for first in range(1, last + 1, chunk)
    ]
    keys = asked.mogrify("SELECT setval(pg_get_serial_sequence('tasks_task', 'id'), %s)", (last,))
    chains = [
        [("tasks", PLACES), *(("tasks", each) for each in portions[start :: bulk.Sessions.count])]
        for start in range(bulk.Sessions.count)
    ]
    return [*chains, [("tasks", keys)]]


def _chains(connection: bulk.Connection, values: Mapping[str, object], aside: bulk.Aside) -> list[bulk.Chain]:
    """What is made out of tasks, each table with its indexes after it; then the indexes of tasks, one by one."""
    asked = psycopg.ClientCursor(connection)
    events = asked.mogrify(_insert(connection, "tasks_taskevent", _EVENT, REPORTS), values)
    parties = asked.mogrify(_insert(connection, "tasks_party", _PARTY, PARTIES), values)
    states = STATES.format(**_kept(connection, "tasks_taskstate", "task_id"))
    helped = PARTY_STATES.format(**_kept(connection, "tasks_partystate", "party_id"))
    of = {table: [("indexes", index) for index in found] for table, found in aside.indexes.items()}
    return [
        [
            *(("words", statement.format(turns=TURNS)) for statement in WORDS),
            ("index of words", "SET maintenance_work_mem = '4MB'"),  # a small tree of words stays near the processor
            *(("index of words", index) for _, index in of["tasks_taskwords"]),
        ],
        [("states", states), *of["tasks_taskstate"]],
        [("parts", parties), *of["tasks_party"], ("parts", helped), *of["tasks_partystate"], ("parts", events)],
        *([index] for index in of["tasks_task"]),
    ]


def _kept(connection: bulk.Connection, states: str, of: str) -> dict[str, str]:
    """The columns of a table of states that are copied, and what they were before the last change."""
    own = {"id", of, "from_day", "until_day", "is_rebuilt"}
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", (states,)
    )
    names = [str(name) for (name,) in rows if name not in own]
    before = ", ".join(BEFORE.get(name, f'"{name}"') for name in names)
    return {"columns": ", ".join(f'"{name}"' for name in names), "before": before}


def _insert(connection: psycopg.Connection[Any], table: str, given: dict[str, str], source: str) -> str:
    """Fill every column of `table` that has no default: those given, and nothing or naught for the rest."""
    rows = connection.execute(
        """SELECT column_name, data_type FROM information_schema.columns
           WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
        [table],
    )
    needed = dict(rows.fetchall())
    nothing = {"boolean": "false", "jsonb": "'{}'", "ARRAY": "'{}'", "timestamp with time zone": "now()"}
    values = {name: nothing.get(kind, "0" if "int" in kind else "''") for name, kind in needed.items()} | given
    columns = ", ".join(f'"{name}"' for name in values)
    return f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {source}"  # noqa: S608 - our own words


_NAME: Final = "CASE WHEN n <= %(departments)s THEN 'Sở số ' ELSE 'UBND xã số ' END || n"
_SMALL: Final = (
    ("accounts_field", {"code": "'f' || n", "name": "'Lĩnh vực số ' || n"}, SERIES.format(count="fields")),
    (
        "accounts_organisation",
        {
            "code": "'o' || n",
            "name": _NAME,
            "short_name": _NAME,
            "kind": "CASE WHEN n <= %(departments)s THEN 'co_quan_chuyen_mon' ELSE 'ubnd_xa' END",
            "rank": "n",
            "email": "'o' || n || '@haiphong.example'",
            "path": "lpad(n::text, 6, '0') || '/'",
            "version": "1",
        },
        SERIES.format(count="organisations"),
    ),
    (
        "accounts_user",
        {
            "password": "'!'",
            "username": "'p' || n",
            "full_name": "'Chuyên viên ' || n",
            "email": "'p' || n || '@haiphong.example'",
            "language": "'vi'",
            "is_active": "true",
            "version": "1",
        },
        SERIES.format(count="people"),
    ),
    (
        "accounts_membership",
        {"user_id": "u.id", "organisation_id": "o.id", "role": "p.role", "valid_from": "DATE '2020-01-01'"},
        POSTS,
    ),
    (
        "directives_directive",
        {
            "number_text": "n || '/CT-UBND'",
            "subject": "'Về nhiệm vụ, giải pháp chủ yếu số ' || n",
            "issued_on": "DATE '2024-01-02'",
            "period": "'k' || n",
            "state": "'released'",
            "released_at": "now()",
            "urgency": "'normal'",
            "version": "1",
        },
        SERIES.format(count="papers"),
    ),
)
_TASK: Final = {
    "id": "n",
    "directive_id": "p.id",
    "path": "'II.' || n %% 9",
    "title": "'Nhiệm vụ số ' || n || ': rà soát, tổng hợp và báo cáo kết quả ' || f.said",
    "text": "'Rà soát, tổng hợp và báo cáo kết quả ' || f.said || ' theo kế hoạch năm.'",
    "field_id": "c.id",
    "urgency": "CASE WHEN n %% 1000 = 71 THEN 'hoa_toc' ELSE 'normal' END",
    "lead_id": "w.organisation_id",
    "officer_id": "w.user_id",
    "monitor_id": "m.user_id",
    "leader_id": "l.user_id",
    "assigned_on": "least(d.until, %(day)s::date) - (20 + n / 100 %% 180)::int",
    "due_on_as_issued": "d.until",
    "due_on": "d.until",
    "counts_until": "d.until",
    "counts_until_as_issued": "d.until",
    "precision": "CASE WHEN d.until IS NULL THEN 'none' ELSE 'day' END",
    "status": """CASE WHEN k.sort < 70 THEN 'done' WHEN k.sort >= 98 THEN 'withdrawn'
                      WHEN k.sort = 97 THEN 'submitted' ELSE 'in_progress' END""",
    "submitted_on": """CASE WHEN k.sort < 70 THEN d.until - CASE WHEN n / 100 %% 5 = 0 THEN -6 ELSE 6 END
                            WHEN k.sort = 97 THEN %(day)s::date - 2 END""",
    "completed_on": "CASE WHEN k.sort < 70 THEN d.until + 9 END",
    "reported_on": "%(day)s::date - (n / 7 %% 30)::int",
    "search_text": """concat(
        ' nhiệm vụ số ', n, ' rà soát tổng hợp và báo cáo kết quả ', f.said, ' ', p.place, ' ct ubnd',
        ' | nhiem vu so ', n, ' ra soat tong hop va bao cao ket qua ', f.folded, ' ', p.place, ' ct ubnd ')""",
    "version": "1",
}
_PARTY: Final = {
    "task_id": "t.id",
    "organisation_id": "o.id",
    "status": "'asked'",
    "deadline_kind": "'until'",
    "updated_at": "now()",
}
_EVENT: Final = {
    "task_id": "id",
    "at": "%(day)s::timestamptz",
    "on": "%(day)s::date - (1 + id %% 40)::int",
    "move": "'report'",
    "from_status": "'in_progress'",
    "to_status": "'in_progress'",
    "details": "'{}'",
}
