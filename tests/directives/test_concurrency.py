"""Several workers and reviewers at once, on the real database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.errors import DomainError
from directives.actions import intake, review
from directives.models import Directive, DirectiveFile, DraftState, FileState, TaskDraft
from tests import factories
from tests.directives.conftest import TODAY
from tests.directives.papers import plan

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads of their own; results in order, errors of the domain as their code."""

    def run(call):
        try:
            return call()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_eight_workers_read_a_file_once():
    people = factories.cast()
    file = intake.receive(plan().encode(), "a.txt", actor=people.thao).file
    at_once(*[lambda: intake.read_file(file.pk, today=TODAY)] * 8)
    file.refresh_from_db()
    assert (file.state, file.attempts) == (FileState.READ, 1)
    assert (Directive.objects.count(), TaskDraft.objects.count()) == (1, 2)


def test_the_same_bytes_sent_eight_times_at_once_are_one_file():
    people = factories.cast()
    received = at_once(*[lambda: intake.receive(plan().encode(), "a.txt", actor=people.thao)] * 8)
    assert sum(item.is_new for item in received) == 1
    assert DirectiveFile.objects.count() == 1


def test_two_files_of_one_paper_read_at_once_give_one_paper():
    people = factories.cast()
    files = [intake.receive(plan().encode() + tail, "a.txt", actor=people.thao).file for tail in (b"\n", b"\n\n")]
    at_once(*[lambda pk=file.pk: intake.read_file(pk, today=TODAY) for file in files])
    states = sorted(DirectiveFile.objects.values_list("state", flat=True))
    assert states == [FileState.DUPLICATE, FileState.READ]
    assert (Directive.objects.count(), TaskDraft.objects.count()) == (1, 2)


def test_of_two_reviewers_who_decide_at_once_the_second_is_told():
    people = factories.cast()
    draft = factories.draft(
        directive=factories.directive(), leads=[people.finance], state=DraftState.PROPOSED, no_deadline_confirmed=True
    )
    options = {"today": TODAY, "seen_version": 1}
    results = at_once(
        lambda: review.accept(draft.pk, actor=people.thao, **options),
        lambda: review.reject(draft.pk, actor=people.hoa, **options),
    )
    assert "stale" in results
    draft.refresh_from_db()
    assert draft.version == 2
