"""A city filled for measuring holds what the application would have written, task by task through the triggers."""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction

from bench import bulk, city
from tasks import tally

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
TASKS = 1_000
REPLAYED = 100
"""One of each kind: what a task is follows from its key modulo 100."""


class OneSession(bulk.Sessions):
    """The session of the tests alone, so that all is as before when its transaction is given up."""

    count = 1

    def __init__(self):
        super().__init__("")
        self.connection = connection.connection

    @contextmanager
    def ordinary(self):
        self.connection.execute("SET session_replication_role = origin")
        yield self.connection


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A filled city around the transactions of all tests of this file; indexes and constraints as they were before."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = schema()
        city.fill(city.Size(TASKS), DAY, OneSession(), chunk=400)
        asked("SET session_replication_role = origin")
        yield before
        transaction.set_rollback(True)


def asked(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def schema():
    """Definitions without casts and brackets: a list of words that is read again gets a cast for each word."""
    rows = asked("""
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""")
    return sorted(re.sub(r"::[a-z]+( varying)?(\[\])?|[()]", "", row) for (row,) in rows)


def test_indexes_and_constraints_are_there_again(filled):
    assert schema() == filled


def test_all_that_tasks_refer_to_is_there(filled):
    keys = asked("""
        SELECT format('SELECT count(*) FROM %s a WHERE a.%I IS NOT NULL AND NOT EXISTS
            (SELECT FROM %s b WHERE b.%I = a.%I)', c.conrelid::regclass, own.attname, c.confrelid::regclass,
            other.attname, own.attname)
        FROM pg_constraint c JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attnum = c.conkey[1]
        JOIN pg_attribute other ON other.attrelid = c.confrelid AND other.attnum = c.confkey[1]
        WHERE c.contype = 'f' AND c.conrelid::regclass::text IN ('tasks_task', 'tasks_party', 'tasks_taskwords',
            'tasks_taskevent')""")
    assert len(keys) > 12
    assert [key for (key,) in keys if asked(key) != [(0,)]] == []


def test_the_next_task_gets_the_next_key(filled):
    assert asked("SELECT nextval(pg_get_serial_sequence('tasks_task', 'id'))") == [(TASKS + 1,)]


def test_the_summary_is_what_the_tasks_say(filled):
    tally.rebuild(DAY)
    assert tally.is_of(DAY)
    assert tally.check(DAY) == []


HELD = """
    SELECT w.task_id, w.vector::text, t.counts_until, t.counts_until_as_issued FROM tasks_taskwords w
    JOIN tasks_task t ON t.id = w.task_id WHERE t.id <= %s ORDER BY 1"""
STATES = "SELECT to_jsonb(s) - 'id' FROM tasks_taskstate s WHERE task_id <= %s ORDER BY task_id, from_day"
PARTS = """
    SELECT to_jsonb(s) - 'id' - 'party_id' FROM tasks_partystate s WHERE task_id <= %s
    ORDER BY task_id, organisation_id"""
REPLAY = """
    CREATE TEMP TABLE wanted AS SELECT * FROM tasks_task WHERE id <= {most};
    CREATE TEMP TABLE helping AS SELECT * FROM tasks_party WHERE task_id <= {most};
    SET session_replication_role = replica;
    DELETE FROM tasks_party WHERE task_id <= {most}; DELETE FROM tasks_partystate WHERE task_id <= {most};
    DELETE FROM tasks_taskevent WHERE task_id <= {most}; DELETE FROM tasks_taskwords WHERE task_id <= {most};
    DELETE FROM tasks_task WHERE id <= {most}; DELETE FROM tasks_taskstate WHERE task_id <= {most};
    SET session_replication_role = origin;
    DO $$ DECLARE
        given tasks_task;
        final tasks_task;
    BEGIN
        FOR final IN SELECT * FROM wanted ORDER BY id LOOP
            PERFORM set_config('tracker.today', final.assigned_on::text, true);
            given := final;
            IF final.submitted_on IS NOT NULL THEN
                given.status := 'in_progress'; given.submitted_on := NULL; given.completed_on := NULL;
            END IF;
            INSERT INTO tasks_task SELECT (given).*;
            INSERT INTO tasks_party SELECT * FROM helping WHERE task_id = final.id;
            PERFORM set_config('tracker.today', coalesce(final.completed_on, final.submitted_on)::text, true);
            UPDATE tasks_task SET status = final.status, submitted_on = final.submitted_on,
                completed_on = final.completed_on WHERE id = final.id AND final.submitted_on IS NOT NULL;
        END LOOP;
    END $$"""


def test_triggers_would_have_written_the_same(filled):
    before = [asked(question, REPLAYED) for question in (HELD, STATES, PARTS)]
    assert [len(rows) for rows in before[:2]] == [REPLAYED, 171]
    asked(REPLAY.format(most=REPLAYED))
    assert [asked(question, REPLAYED) for question in (HELD, STATES, PARTS)] == before


def test_words_that_differ_are_found(filled):
    kept = "UPDATE tasks_taskwords SET vector = 'sai' WHERE task_id = 3"
    assert asked(city.DIFFERENT % {"tasks": TASKS}) == [(0,)]
    asked(kept)
    assert asked(city.DIFFERENT % {"tasks": TASKS}) == [(1,)]


def test_a_city_is_filled_once(filled):
    with pytest.raises(RuntimeError):
        city.fill(city.Size(TASKS), DAY, OneSession())
