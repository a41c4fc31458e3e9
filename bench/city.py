"""A city of any size, filled by SQL into an empty, migrated database: bodies, people, posts, papers, tasks, reports.

The shares are those of a large city: 70 of 100 tasks done (four of five in time), 28 open, of which 6 are overdue and 5
due within a week, 2 withdrawn; half as many coordinating bodies as tasks; departments carry more than communes, the
first of them most. Every number follows from the key of the task, so that two fillings of one size are the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from accounts.text import fold, lowered
from tasks.history import columns_of

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
    1 + floor(%(officers)s * power((n * 48271 %% 1000003)::float8 / 1000003, 2))::int AS place) k
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
PARTIES: Final = """tasks_task t JOIN accounts_organisation o ON o.code = 'o' || (1 + t.id * 7919 %% %(organisations)s)
WHERE t.id %% 2 = 0 AND o.id <> t.lead_id"""
WORDS: Final = """
    SELECT count(task_words_write(task, paper.number_text)) FROM tasks_task task
    JOIN directives_directive paper ON paper.id = task.directive_id"""
STATES: Final = """
    INSERT INTO tasks_taskstate (task_id, from_day, until_day, is_rebuilt, {columns})
    SELECT id, assigned_on, changed, false, {before}
    FROM tasks_task, LATERAL (SELECT coalesce(completed_on, submitted_on) AS changed) c;
    INSERT INTO tasks_taskstate (task_id, from_day, until_day, is_rebuilt, {columns})
    SELECT id, coalesce(completed_on, submitted_on), NULL, false, {columns}
    FROM tasks_task WHERE coalesce(completed_on, submitted_on) IS NOT NULL;
    UPDATE tasks_partystate s SET from_day = t.assigned_on FROM tasks_task t WHERE t.id = s.task_id"""
"""What triggers would have kept: given, then for most submitted or done; helpers since the day of the task."""
BEFORE: Final = {
    "status": "CASE WHEN changed IS NULL THEN status ELSE 'in_progress' END",
    "submitted_on": "NULL::date",
    "completed_on": "NULL::date",
}
REPORTS: Final = """tasks_task
WHERE status = 'in_progress' AND counts_until < %(day)s::date AND id %% 3 = 0"""


def fill(size: Size, day: date, chunk: int = 100_000) -> None:
    """Fill the database; tasks in portions, with triggers and the indexes that only slow it down set aside."""
    values = {
        "day": day,
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
    with connection.cursor() as cursor:
        for table, columns, source in _SMALL:
            cursor.execute(_insert(table, columns, source), values)
        values["officers"] = _places(cursor)
        aside = _set_aside(cursor)
        words = {"phrases": [lowered(each) for each in PHRASES], "folded": [fold(each) for each in PHRASES]}
        listed = {name: ", ".join(f"'{each}'" for each in some) for name, some in words.items()}
        source = TASKS.replace("%(phrases)s", listed["phrases"]).replace("%(folded)s", listed["folded"])
        tasks = _insert("tasks_task", _TASK, source)
        for first in range(1, size.tasks + 1, chunk):
            portion = {"first": first, "last": min(size.tasks, first + chunk - 1)}
            cursor.execute(tasks, {**values, **portion})
        cursor.execute(_insert("tasks_taskevent", _EVENT, REPORTS), values)
        cursor.execute(_insert("tasks_party", _PARTY, PARTIES), values)
        for statement in aside:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE tasks_task ENABLE TRIGGER USER")
        cursor.execute(WORDS, values)
        fill_history()
        cursor.execute("ANALYZE")


def fill_history() -> None:
    """The states of tasks and of helpers on past days, as triggers would have kept them."""
    own = {"id", "task_id", "from_day", "until_day", "is_rebuilt"}
    names = [name for name in columns_of(connection, "tasks_taskstate") if name not in own]
    before = ", ".join(BEFORE.get(name, f'"{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE tasks_taskstate DISABLE TRIGGER USER; ALTER TABLE tasks_partystate DISABLE TRIGGER USER"
        )
        cursor.execute(STATES.format(columns=", ".join(f'"{name}"' for name in names), before=before))
        cursor.execute(
            "ALTER TABLE tasks_taskstate ENABLE TRIGGER USER; ALTER TABLE tasks_partystate ENABLE TRIGGER USER"
        )


def _places(cursor) -> int:
    """Numbered lists of officers, papers, monitors and leaders, for the rows of tasks to pick from."""
    cursor.execute("""
        CREATE TEMP TABLE bench_officer AS
        SELECT row_number() OVER (ORDER BY m.organisation_id, m.id) AS place, m.user_id, m.organisation_id
        FROM accounts_membership m WHERE m.role = 'officer';
        CREATE TEMP TABLE bench_paper AS SELECT row_number() OVER (ORDER BY id) AS place, id FROM directives_directive;
        CREATE TEMP TABLE bench_monitor AS
        SELECT row_number() OVER (ORDER BY id) AS place, user_id FROM accounts_membership WHERE role = 'monitor';
        CREATE TEMP TABLE bench_field AS
        SELECT row_number() OVER (ORDER BY id) AS place, id FROM accounts_field WHERE code LIKE 'f%%';
        CREATE TEMP TABLE bench_leader AS
        SELECT row_number() OVER (ORDER BY id) AS place, user_id FROM accounts_membership WHERE role = 'leader';
        CREATE UNIQUE INDEX ON bench_officer (place); CREATE UNIQUE INDEX ON bench_paper (place);
        ANALYZE bench_officer; ANALYZE bench_paper""")
    cursor.execute("SELECT count(*) FROM bench_officer")
    return cursor.fetchone()[0]


def _set_aside(cursor) -> list[str]:
    """Drop the indexes of tasks that are no constraint and switch its triggers off; how to make the indexes again."""
    cursor.execute("""
        SELECT i.indexname, i.indexdef FROM pg_indexes i
        WHERE i.tablename = 'tasks_task'
          AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)""")
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute("ALTER TABLE tasks_task DISABLE TRIGGER USER")
    return [definition for _name, definition in found]


def _insert(table: str, given: dict[str, str], source: str) -> str:
    """Fill every column of `table` that has no default: those given, and nothing or naught for the rest."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT column_name, data_type FROM information_schema.columns
               WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
            [table],
        )
        needed = dict(cursor.fetchall())
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
