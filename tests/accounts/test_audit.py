"""The audit trail: append-only in the schema, chained, and checked by a command."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts import anchors, audit, trail, verify
from accounts.models import AuditEntry
from accounts.verify import Fault
from tests import factories as make


@pytest.fixture
def entries(people):
    return [audit.record("test.done", people.finance, actor=people.lan, after={"n": n}) for n in range(5)]


def tamper(sql, *values):
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the test's own open transaction has checks pending
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE accounts_auditentry ENABLE TRIGGER audit_append_only")


# ── append-only ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "sql",
    ["UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"],
)
def test_schema_refuses_change_and_removal(entries, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.filter(action="test.done").count() == 5


def test_models_cannot_get_around_it(entries):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries[0].delete()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_mistake_of_the_programmer():
    with pytest.raises(TransactionManagementError):
        audit.record("test.done", AuditEntry(), actor=None)


# ── the chain ─────────────────────────────────────────────────────────────────────────────────
def test_untouched_trail_holds(entries, capsys):
    call_command("verify_audit")
    said = capsys.readouterr().out
    assert "5 dòng" in said
    assert entries[-1].hash in said


def test_many_deeds_at_once_are_chained_in_their_order(people):
    deeds = [audit.Deed("test.done", people.finance, after={"n": n}) for n in range(3)]
    made = audit.record_all(deeds, actor=people.lan)
    assert [entry.after["n"] for entry in AuditEntry.objects.order_by("pk")] == [0, 1, 2]
    assert [entry.previous_hash for entry in made] == [audit.GENESIS, made[0].hash, made[1].hash]
    assert verify.walk().fault is None


@pytest.mark.django_db(transaction=True)
def test_many_at_a_time_make_one_chain():
    place = make.organisation()

    def work(_number):
        for _ in range(5):
            with transaction.atomic():
                audit.record("test.done", place, actor=None)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert verify.walk().fault is None
    assert AuditEntry.objects.count() == 20


def test_empty_trail_holds(db):
    assert verify.walk() == verify.Verdict(0, audit.GENESIS)


def test_edited_row_is_named(entries):
    tamper("UPDATE accounts_auditentry SET after = '{\"n\": 9}' WHERE id = %s", entries[2].pk)
    with pytest.raises(CommandError, match=f"Dòng {entries[2].pk} đã bị sửa"):
        call_command("verify_audit")


@pytest.mark.parametrize("column", ["action", "target_label", "request_id"])
def test_every_column_is_in_the_hash(entries, column):
    tamper(f"UPDATE accounts_auditentry SET {column} = 'x' WHERE id = %s", entries[1].pk)  # noqa: S608 - fixed names
    assert verify.walk().fault is Fault.EDITED


def test_changed_time_and_person_are_found(entries, people):
    tamper("UPDATE accounts_auditentry SET actor_id = %s WHERE id = %s", people.tuan.pk, entries[3].pk)
    assert verify.walk().entry_id == entries[3].pk
    tamper("UPDATE accounts_auditentry SET at = at + interval '1 s' WHERE id = %s", entries[0].pk)
    assert verify.walk().entry_id == entries[0].pk


def test_removed_row_is_found_at_the_next_one(entries):
    tamper("DELETE FROM accounts_auditentry WHERE id = %s", entries[1].pk)
    verdict = verify.walk()
    assert (verdict.fault, verdict.entry_id) == (Fault.REMOVED, entries[2].pk)


def test_swapped_rows_are_found(entries):
    first, second = entries[1].pk, entries[2].pk
    for old, new in ((first, -1), (second, first), (-1, second)):
        tamper("UPDATE accounts_auditentry SET id = %s WHERE id = %s", new, old)
    verdict = verify.walk()
    assert (verdict.fault, verdict.entry_id) == (Fault.REORDERED, first)


def test_cut_off_end_is_found_by_the_hash_written_down(entries):
    tamper("DELETE FROM accounts_auditentry WHERE id >= %s", entries[3].pk)
    assert verify.walk().fault is None
    with pytest.raises(CommandError, match="phần cuối"):
        call_command("verify_audit", "--head", entries[4].hash)
    call_command("verify_audit", "--head", entries[2].hash)


def test_row_rewritten_with_a_fitting_hash_breaks_the_next_one(entries):
    forged = entries[2]
    forged.action = "test.other"
    tamper(
        "UPDATE accounts_auditentry SET action = %s, hash = %s WHERE id = %s", forged.action, forged.digest(), forged.pk
    )
    assert verify.walk().entry_id == entries[3].pk


# ── reading ───────────────────────────────────────────────────────────────────────────────────
def test_pages_by_key_show_every_entry_once(people):
    for n in range(trail.PAGE + 7):
        audit.record("test.done", people.finance, actor=people.lan, after={"n": n})
    first = trail.page(trail.Wanted(), None)
    second = trail.page(trail.Wanted(), first.older)
    keys = [entry.pk for entry in (*first.entries, *second.entries)]
    assert keys == sorted(set(keys), reverse=True)
    assert (len(keys), second.older) == (trail.PAGE + 7, None)


def test_filter_narrows_by_person_action_target_and_day(people):
    audit.record("test.done", people.finance, actor=people.lan)
    audit.record("other.done", people.building, actor=people.tuan)
    day = timezone.localtime().date()
    for wanted in (
        trail.Wanted(actor="Thị Lan"),
        trail.Wanted(actor="LAN"),
        trail.Wanted(action="test."),
        trail.Wanted(target="tài chính"),
    ):
        assert [entry.actor for entry in wanted.narrow()] == [people.lan]
    assert trail.Wanted(since=day, until=day).narrow().count() == 2
    assert not trail.Wanted(until=day - timedelta(days=1)).narrow().exists()
    assert not trail.Wanted(since=day + timedelta(days=1)).narrow().exists()


def test_csv_holds_what_the_filter_finds_and_no_formula(client, people):
    people.finance.short_name = '=HYPERLINK("http://x")'
    audit.record("test.done", people.finance, actor=people.lan)
    audit.record("other.done", people.building, actor=people.lan)
    client.force_login(people.kiem)
    answer = client.get("/accounts/audit/", {"export": "csv", "action": "test."})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[5] for row in rows[1:]] == ['\'=HYPERLINK("http://x")']
    assert answer["Content-Disposition"].startswith("attachment")


# ── anchors ───────────────────────────────────────────────────────────────────────────────────
DAY = date(2026, 8, 24)


def rewrite(entries, start):
    """Forge the row at `start` and give every later one a hash that fits: what a chain alone cannot show."""
    previous = entries[start].previous_hash
    for entry in entries[start:]:
        entry.previous_hash, entry.action = previous, "test.forged"
        entry.hash = previous = entry.digest()
        tamper(
            "UPDATE accounts_auditentry SET action = %s, previous_hash = %s, hash = %s WHERE id = %s",
            entry.action,
            entry.previous_hash,
            entry.hash,
            entry.pk,
        )


def test_day_has_one_anchor_with_the_last_row_and_the_number_of_rows(entries, people):
    first, is_new = anchors.anchor(DAY)
    assert (first.entry_id, first.rows, first.head, is_new) == (entries[-1].pk, 5, entries[-1].hash, True)
    audit.record("test.done", people.finance, actor=people.lan)
    assert anchors.anchor(DAY) == (first, False)
    assert anchors.anchor(DAY + timedelta(days=1))[0].rows == 6
    assert verify.walk().anchors == 2


def test_anchor_of_an_empty_trail_says_nothing_about_rows(db):
    assert anchors.anchor(DAY)[0].head == audit.GENESIS
    assert verify.walk().fault is None


def test_wholly_rewritten_chain_is_found_by_the_anchor(entries):
    anchors.anchor(DAY)
    rewrite(entries, 1)
    with pytest.raises(CommandError, match=f"Dòng {entries[-1].pk} không khớp mốc"):
        call_command("verify_audit")


def test_rewriting_is_found_by_the_file_when_the_table_was_rewritten_too(entries, settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "anchors.txt")
    anchors.publish(anchors.anchor(DAY)[0])
    rewrite(entries, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditanchor DISABLE TRIGGER audit_append_only")
        cursor.execute("UPDATE accounts_auditanchor SET head = %s", [entries[-1].hash])
    assert verify.walk().fault is None
    with pytest.raises(CommandError, match="viết lại"):
        call_command("verify_audit", "--anchors", settings.AUDIT_ANCHOR_FILE)


def test_emptied_trail_is_found_by_the_anchor(entries):
    anchors.anchor(DAY)
    tamper("DELETE FROM accounts_auditentry")
    assert verify.walk().fault is Fault.CUT_OFF


def test_unreadable_file_of_anchors_is_named(entries, tmp_path):
    broken = tmp_path / "anchors.txt"
    broken.write_text("not an anchor\n", encoding="ascii")
    with pytest.raises(CommandError, match="Không đọc được tệp mốc"):
        call_command("verify_audit", "--anchors", str(broken))


@pytest.mark.parametrize("table", ["accounts_auditentry", "accounts_auditanchor"])
@pytest.mark.parametrize("sql", ["TRUNCATE {} CASCADE", "DELETE FROM {}"])
def test_schema_refuses_to_empty_trail_and_anchors(entries, table, sql):
    anchors.anchor(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_no_truncate")  # off in the test database
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_anchor_is_mailed_and_a_dead_mail_server_stops_nothing(entries, settings, mailoutbox, caplog):
    settings.AUDIT_ANCHOR_MAIL = ("kiem@haiphong.example",)
    made, _is_new = anchors.anchor(DAY)
    anchors.publish(made)
    assert made.line() in mailoutbox[0].body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    anchors.publish(made)
    assert "audit.anchor_not_published" in caplog.text


# ── reading of sensitive pages ────────────────────────────────────────────────────────────────
def test_reading_trail_and_people_is_noted_once_in_a_while(client, people):
    cache.clear()
    client.force_login(people.kiem)
    for _again in range(2):
        client.get("/accounts/audit/")
        client.get("/accounts/audit/", {"action": "test."})
        client.get(f"/accounts/people/{people.lan.pk}/")
    client.get("/accounts/audit/", {"export": "csv"})
    noted = AuditEntry.objects.filter(actor=people.kiem, action__in=["trail.read", "trail.exported", "person.read"])
    assert [entry.action for entry in noted.order_by("pk")] == [
        "trail.read",
        "trail.read",
        "person.read",
        "trail.exported",
    ]
    assert noted.order_by("pk")[1].after == {"action": "test."}
    assert noted.get(action="person.read").target_id == str(people.lan.pk)
