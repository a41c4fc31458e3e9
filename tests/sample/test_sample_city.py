"""The sample city: people in every role, papers and tasks on their way, all through the real actions."""

import time
from collections import Counter
from datetime import date
from io import StringIO
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase, override_settings

from accounts import trail_words, verify
from accounts.clock import today
from accounts.models import AuditEntry, Membership, Organisation, User
from accounts.roles import Role
from config.sample import passing_time, people
from directives.chain import chain_of
from directives.models import Directive, DirectiveState, NameState, RememberedName
from tasks.amendments import amendment_of
from tasks.asof import as_it_stood
from tasks.models import DeadAddress, Mail, Series, Task, TaskEvent, TaskState, TaskStatus
from tests.slowness import allowed


def counts():
    return [model.objects.count() for model in (User, Membership, Organisation, Directive, Task, Mail, AuditEntry)]


@pytest.mark.timeout(900)  # the city is built once for all of them: half a minute of work, ten times that when busy
class TestSampleCity(TestCase):
    """One city for all these facts: a first run takes some seconds."""

    @classmethod
    def setUpTestData(cls):
        out = StringIO()
        hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder, PASSWORD_HASHERS=hashers):
            call_command("load_sample_city", stdout=out)
        cls.printed = out.getvalue()

    def test_every_role_has_a_ready_login(self):
        assert set(Membership.objects.on(today()).values_list("role", flat=True)) == set(Role.values)
        for name in ("vanthu", "theodoi", "lanhdao", "giamdoc.stc", "chuyenvien.stc", "quantri", "kiemtra"):
            assert name in self.printed
            assert authenticate(None, username=name, password=people.PASSWORD) is not None

    def test_every_active_department_has_a_head_and_two_officers(self):
        kinds = ["co_quan_chuyen_mon", "co_quan_hanh_chinh_khac"]
        for place in Organisation.objects.in_force(today()).filter(kind__in=kinds).exclude(code="vpub"):
            roles = Counter(Membership.objects.of(place).values_list("role", flat=True))
            assert roles == {Role.HEAD: 1, Role.OFFICER: 2}, place

    def test_leaders_share_the_fields_without_overlap(self):
        posts = Membership.objects.filter(role=Role.LEADER).prefetch_related("fields_in_charge")
        fields = [field.code for post in posts for field in post.fields_in_charge.all()]
        assert len(posts) == 3
        assert len(fields) == len(set(fields)) == 14

    def test_seven_papers_are_read_and_two_of_them_wait_for_review(self):
        states = dict(Directive.objects.values_list("number_text", "state"))
        assert states == {
            "402/BC-UBND": DirectiveState.PARSED,
            "02/CT-UBND": DirectiveState.RELEASED,
            "07/NQ-CP": DirectiveState.PARSED,
            "615/TB-UBND": DirectiveState.RELEASED,
            "318/KH-UBND": DirectiveState.RELEASED,
            "95/QĐ-UBND": DirectiveState.RELEASED,
            "142/KH-UBND": DirectiveState.RELEASED,
            "96-KL/TW": DirectiveState.REGISTERED,
        }

    def test_a_resolution_stands_in_a_chain_with_targets_that_are_followed(self):
        resolution = Directive.objects.get(number_text="07/NQ-CP")
        found = chain_of(resolution, Directive.objects.all())
        assert {node.paper.number_text: node.layer for node in found.nodes if node.paper} == {
            "96-KL/TW": -1,
            "07/NQ-CP": 0,
            "142/KH-UBND": 1,
        }
        plan = Directive.objects.get(number_text="142/KH-UBND")
        assert plan.tasks.count() == 4
        assert plan.targets.confirmed().filter(progress__isnull=False).distinct().count() == 2

    def test_a_recurring_duty_has_a_period_behind_it_and_one_at_hand(self):
        row = Series.objects.get(title=passing_time.MONTHLY)
        first, now = row.occurrences.order_by("due_on")[:2]
        assert (first.status, now.period) == (TaskStatus.DONE, f"{today():%Y-%m}")
        assert now.status not in {TaskStatus.DONE, TaskStatus.WITHDRAWN}

    def test_a_changed_plan_leaves_an_event_a_review_and_tasks_to_decide_about(self):
        paper = Directive.objects.get(number_text="95/QĐ-UBND")
        waiting, reviewed = paper.tasks.order_by("pk")
        assert (waiting.awaits_event, waiting.event) == (True, "Bộ Nội vụ ban hành hướng dẫn")
        assert (reviewed.due_on, reviewed.review_on <= today()) == (None, True)
        assert amendment_of(paper, people.holder(Role.MONITOR, today()), today()).waiting

    def test_a_name_and_a_dead_address_wait_for_the_office(self):
        assert RememberedName.objects.filter(state=NameState.PROPOSED).count() == 1
        assert DeadAddress.objects.filter(ended_at=None).exclude(address="").count() == 1

    def test_directive_of_2023_gave_every_staffed_body_a_task_due_in_february(self):
        due = Task.objects.filter(directive__number_text="02/CT-UBND", due_on_as_issued=date(2023, 2, 15))
        assert due.count() == 27

    def test_one_merger_is_left_for_the_visitor_to_do(self):
        body = Organisation.objects.get(code=people.UNMERGED)
        assert (body.valid_to, body.parent.code, body.successions.count()) == (None, "ubnd-tp", 0)
        assert body.led_series.filter(state="open").exists()
        tasks = Task.objects.filter(lead=body)
        assert tasks.filter(status=TaskStatus.DONE, completed_on__year__lt=today().year).exists()
        assert tasks.filter(extensions__state="pending").exists()
        assert tasks.open().count() >= 3
        others = Organisation.objects.filter(valid_to=date(2025, 3, 1))
        assert set(others.values_list("heir__code", flat=True)) >= {"stc", "sxd", "snnmt", "skhcn", "snv", "svhttdl"}

    def test_boards_are_full_and_varied(self):
        statuses = Counter(Task.objects.values_list("status", flat=True))
        wanted = {"assigned", "received", "in_progress", "submitted", "contested", "done"}
        assert wanted <= set(statuses)
        kinds = Counter(str(task.timeliness(today(), 7)) for task in Task.objects.all())
        assert kinds["overdue"] >= 40
        assert {"done_on_time", "done_late", "waiting", "due_soon", "in_term", "no_deadline"} <= set(kinds)

    def test_days_of_each_history_run_forward_and_never_ahead(self):
        for task in Task.objects.prefetch_related("events"):
            days = [event.on for event in sorted(task.events.all(), key=lambda event: event.pk)]
            assert days == sorted(days)
            assert days[-1] <= today()
        assert not Task.objects.filter(status=TaskStatus.DONE, completed_on=None).exists()

    def test_steps_are_noted_under_the_post_of_whoever_took_them(self):
        by_people = TaskEvent.objects.exclude(actor=None)  # the next period of a series is made by the nightly job
        assert not by_people.filter(membership=None).exists()
        for event in by_people.select_related("membership").order_by("?")[:50]:
            assert event.membership.user_id == event.actor_id

    def test_everything_in_the_trail_has_a_word(self):
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {name for name in actions if name not in trail_words.WORDS} == set()

    def test_trail_of_all_this_holds(self):
        assert verify.walk().fault is None

    def test_every_month_since_the_first_release_can_be_read_as_it_stood(self):
        """Stories of the past are kept on their days, so the past grows and every task is as it is today in the end."""
        months = [date(2025, 8, 31), date(2025, 10, 31), date(2025, 12, 31)]
        done = []
        for day in months:
            with as_it_stood(day, today()):
                done.append((Task.objects.count(), Task.objects.filter(status=TaskStatus.DONE).count()))
        assert sorted(done) == done
        assert 0 < done[0][0] < done[-1][0] <= Task.objects.count()
        now = TaskState.objects.filter(until_day=None).order_by("task_id").values_list("task_id", "status", "lead_id")
        assert list(now) == list(Task.objects.order_by("pk").values_list("pk", "status", "lead"))

    def test_second_run_is_quick_and_changes_nothing(self):
        before, started = counts(), time.process_time()
        call_command("load_sample_city", stdout=StringIO())
        assert time.process_time() - started < allowed(2)
        assert counts() == before

    def test_renamed_and_closed_people_do_not_come_back(self):
        with transaction.atomic():
            User.objects.filter(username="vanthu").update(username="vanthu.moi", is_active=False)
            before = counts()
            call_command("load_sample_city", stdout=StringIO())
            assert counts() == before
            transaction.set_rollback(True)

    def test_edited_directory_is_left_as_it_is(self):
        with transaction.atomic():
            Organisation.objects.get(code="stc").become(short_name="Sở Tài chính mới")
            call_command("load_sample_city", stdout=StringIO())
            assert Organisation.objects.get(code="stc").short_name == "Sở Tài chính mới"
            transaction.set_rollback(True)


def test_production_refuses_passwords_that_everybody_knows(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="ai cũng biết"):
        call_command("load_sample_city")
