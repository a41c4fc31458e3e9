"""The first page: piles that agree with their counts and with the list, and a selection handled at once."""

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from accounts.models import OrganisationKind
from accounts.roles import Role
from tasks import tabs as piles
from tasks import tally
from tasks.filters import TaskFilter
from tasks.models import Tally, Task, TaskEvent
from tasks.models.task import OPEN_VALUES
from tests import factories as make
from tests.tasks.conftest import DUE, TODAY, days
from tests.tasks.pages import browser, cost, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel("2023-02-01T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def pile(people, paper):
    """Tasks of Sở Tài chính in every condition, and some of others."""

    def one(title, lead=people.finance, due_on=DUE, **fields):
        return make.task(lead=lead, directive=paper, title=title, due_on=due_on, **fields)

    one("mới")
    one("mới, quá hạn", due_on=TODAY - days(3))
    one("đang làm", status="in_progress", officer=people.lan, due_on=TODAY + days(3), reported_on=TODAY)
    one("người khác làm", status="in_progress", officer=people.minh, assigned_on=TODAY - days(60))
    one("trả lại", status="in_progress", returned_count=2, officer=people.lan, due_on=None)
    one("chờ", status="submitted", submitted_on=TODAY)
    one("chờ ký", status="signing", proposed_on=TODAY, officer=people.lan)
    whole = one("chia việc", status="in_progress", officer=people.minh)
    inside = {"giver": people.finance, "parent": whole, "root": whole}
    one("việc nội bộ", status="received", officer=people.minh, **inside)
    one("đề nghị", status="contested")
    one("dừng", status="suspended")
    one("xong", status="done", submitted_on=TODAY, completed_on=TODAY)
    one("thu hồi", status="withdrawn")
    one("phối hợp", lead=people.building, helped_by=[people.finance])
    one("của sở khác", lead=people.building, monitor=people.hoa)


def tabs(user, **query):
    response = browser(user).get(reverse("home"), query)
    return {link.tab.key: link.count for link in response.context["tabs"]}


def test_an_officer_counts_what_is_theirs_and_what_nobody_has(people, pile):
    assert tabs(people.lan) == {
        "to_receive": 2,
        "in_progress": 2,
        "due_soon": 1,
        "overdue": 1,
        "signing": 1,
        "returned": 1,
        "waiting": 1,
        "handed_out": 1,
        "instruct": 0,
        "explain": 0,
        "coordinating": 1,
    }


def test_a_head_counts_the_whole_unit(people, pile):
    assert tabs(people.minh)["in_progress"] == 4
    assert tabs(people.lan, scope="all") == tabs(people.minh)


def test_a_monitor_counts_the_office_or_their_own(people, pile):
    none = {"not_received": 0, "review": 0, "awaiting": 0}
    assert tabs(people.hoa) == {"waiting": 1, "contested": 1, "silent": 1, "overdue": 1, "open": 12, **none}
    mine = {"waiting": 0, "contested": 0, "silent": 0, "overdue": 0, "open": 1}
    assert tabs(people.hoa, scope="mine") == {**mine, **none}


@pytest.mark.parametrize("who", ["lan", "minh", "hoa"])
def test_every_count_is_the_length_of_its_list(people, pile, who):
    client = browser(getattr(people, who))
    for link in client.get(reverse("home")).context["tabs"]:
        rows = client.get(reverse("home"), {"tab": link.tab.key}).context["rows"]
        assert len(rows) == link.count, link.tab.key


def test_every_tab_is_the_same_pile_as_the_filter_of_the_list(people, pile):

    for desk in (
        piles.desk_of_unit(people.minh, TODAY, whole_unit=True),
        piles.desk_of_office(people.hoa, only_mine=False),
    ):
        numbers = piles.counts(desk, people.hoa, TODAY)
        for tab in desk.tabs:
            filters = TaskFilter(QueryDict(tab.query), today=TODAY)
            assert filters.narrow(desk.base(tab)).count() == numbers[tab.key], tab.key


def test_the_first_pile_that_holds_something_is_open(people, paper):
    make.task(lead=people.finance, directive=paper, due_on=TODAY - days(1), status="received")
    assert browser(people.lan).get(reverse("home")).context["tab"].key == "in_progress"


def test_pages_follow_each_other_without_gap_or_repetition(people, paper):
    wanted = [
        make.task(lead=people.finance, directive=paper, due_on=None if n % 3 else DUE + days(n % 7)).pk
        for n in range(70)
    ]
    client, seen, cursor = browser(people.minh), [], ""
    for _ in range(3):
        context = client.get(reverse("home"), {"tab": "to_receive", "after": cursor}).context
        seen += [row.task.pk for row in context["rows"]]
        cursor = context["next_cursor"]
    assert cursor == ""
    assert sorted(seen) == sorted(wanted)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["nonsense", "2023-13-45_7", "none_x", "_"])
def test_a_broken_cursor_starts_over(people, task, cursor):
    assert len(browser(people.lan).get(reverse("home"), {"after": cursor}).context["rows"]) == 1


@pytest.mark.parametrize(("who", "name"), [("binh", "attention"), ("quan", "task-list"), ("kiem", "task-list")])
def test_leaders_and_readers_go_to_their_own_page(people, who, name):
    assert browser(getattr(people, who)).get(reverse("home"))["Location"] == reverse(name)


def test_the_registry_sees_papers_to_review(people, paper):
    page = text(browser(people.thao).get(reverse("home")))
    assert "02/CT-UBND" in page
    assert reverse("directive-review", args=[paper.pk]) in page


def test_somebody_without_a_post_is_told_so(people):
    assert "chưa được gắn với vị trí công tác" in text(browser(make.user(name="Mới")).get(reverse("home")))


# ── many at once ──────────────────────────────────────────────────────────────────────────────
def test_a_selection_is_previewed_then_made(people, paper):
    mine = [make.task(lead=people.finance, directive=paper, title=f"Việc {n}") for n in range(3)]
    done = make.task(lead=people.finance, directive=paper, title="Đã nhận rồi", status="received")
    hidden = make.task(lead=people.building, directive=paper, title="Của sở khác")
    client, where = browser(people.lan), reverse("task-bulk")
    chosen = [task.pk for task in (*mine, done, hidden)]
    preview = client.get(where, {"move": "receive", "task": chosen})
    assert [item.task for item in preview.context["able"]] == mine
    assert [item.task for item in preview.context["unable"]] == [done]
    assert "Của sở khác" not in text(preview)
    assert not TaskEvent.objects.exists()
    client.post(where, {"move": "receive", "task": chosen, **{f"version-{task.pk}": 1 for task in mine}})
    assert Task.objects.filter(status="received").count() == 4
    assert Task.objects.get(pk=hidden.pk).status == "assigned"


def test_one_that_changed_meanwhile_does_not_hold_up_the_rest(people, paper, go):
    first, second = (make.task(lead=people.finance, directive=paper, title=f"Việc {n}") for n in range(2))
    go.delegate(first)
    client, where = browser(people.lan), reverse("task-bulk")
    response = client.post(
        where, {"move": "receive", "task": [first.pk, second.pk], f"version-{first.pk}": 1, f"version-{second.pk}": 1}
    )
    assert [Task.objects.get(pk=task.pk).status for task in (first, second)] == ["assigned", "received"]
    assert (response.context["done"], [each.task for each in response.context["refused"]]) == ([second], [first])
    assert "1 đã xong, 1 không thực hiện" in text(response)
    assert "vừa được người khác thay đổi" in text(response)


def test_one_officer_for_a_selection_and_one_mark_for_results(people, paper):
    mine = [make.task(lead=people.finance, directive=paper, title=f"Việc {n}") for n in range(2)]
    other = make.task(lead=people.building, directive=paper, title="Của sở khác", officer=people.tuan)
    where = reverse("task-bulk")
    chosen = {"move": "delegate", "task": [task.pk for task in (*mine, other)], **{f"version-{t.pk}": 1 for t in mine}}
    assert browser(people.minh).post(where, chosen).status_code == 422
    browser(people.minh).post(where, {**chosen, "officer": people.lan.pk})
    assert list(Task.objects.filter(officer=people.lan).order_by("pk")) == mine
    Task.objects.filter(lead=people.finance).update(status="submitted", submitted_on=TODAY)
    marked = {**chosen, "move": "accept", "quality": "good", **{f"version-{t.pk}": 2 for t in mine}}
    browser(people.hoa).post(where, marked)
    assert [(task.status, task.quality) for task in Task.objects.filter(lead=people.finance)] == [("done", "good")] * 2


def test_another_monitor_for_a_selection_leaves_the_leader(people, task):
    Task.objects.filter(pk=task.pk).update(leader=people.binh)
    chosen = {"move": "supervise", "task": task.pk, f"version-{task.pk}": 1, "monitor": people.hoa.pk}
    browser(people.hoa).post(reverse("task-bulk"), chosen)
    task.refresh_from_db()
    assert (task.monitor, task.leader) == (people.hoa, people.binh)


def test_only_simple_moves_are_made_in_bulk(people):
    assert browser(people.hoa).get(reverse("task-bulk"), {"move": "withdraw"}).status_code == 404


@pytest.mark.parametrize(("who", "tab"), [("lan", "to_receive"), ("minh", "coordinating"), ("hoa", "open")])
def test_home_costs_the_same_with_1_and_30_rows(people, paper, who, tab):
    def more(count):
        for _ in range(count):
            make.task(lead=people.finance, directive=make.directive(number=None), due_on=DUE)
            make.task(lead=people.building, directive=paper, helped_by=[people.finance], officer=people.tuan)

    client = browser(getattr(people, who))
    more(1)
    one = cost(client, reverse("home"), {"tab": tab})
    more(29)
    assert cost(client, reverse("home"), {"tab": tab}) == one <= 16


@pytest.mark.parametrize(("whole_unit", "more", "with_summary"), [(False, 0, 0), (True, 3, 4)])
def test_all_counts_of_the_home_page_are_one_query(
    people, pile, django_assert_num_queries, whole_unit, more, with_summary
):
    desk = piles.desk_of_unit(people.minh, TODAY, whole_unit=whole_unit)
    with django_assert_num_queries(1 + more):  # heirs, ageing bands, summary
        piles.counts(desk, people.minh, TODAY)
    tally.rebuild(TODAY)
    with django_assert_num_queries(1 + with_summary):  # and whether a unit above handed work out
        piles.counts(desk, people.minh, TODAY)


@pytest.fixture
def division(people, paper):
    """A division of Sở Tài chính, with a head, that has work from its department and hands some on."""
    below = make.organisation(parent=people.finance, kind=OrganisationKind.DIVISION, name="Phòng Ngân sách")
    whole = make.task(lead=people.finance, directive=paper, status="in_progress")
    given = {"giver": people.finance, "parent": whole, "root": whole}
    for place, status in enumerate(OPEN_VALUES):
        dated = {"proposed_on": TODAY} if status == "signing" else {}
        dated |= {"submitted_on": TODAY} if status == "submitted" else {}
        for due_on in (TODAY - days(2), TODAY + days(2), None):
            made = make.task(lead=below, directive=paper, due_on=due_on, status=status, **given, **dated)
            make.task(lead=below, directive=paper, due_on=due_on, status=status, **dated)
        make.task(lead=below, directive=paper, status=status, **dated, **{**given, "giver": below, "parent": made})
        Task.objects.filter(pk=made.pk).update(returned_count=place)
    return make.user(name="Phan Văn Ngân", organisation=below, role=Role.HEAD)


@pytest.mark.parametrize("who", ["minh", "division"])
def test_the_summary_counts_units_as_a_look_at_their_tasks_does(people, pile, division, who):
    head = division if who == "division" else people.minh
    desk = piles.desk_of_unit(head, TODAY, whole_unit=True)
    looked = {tab.key: desk.pile(tab, TODAY).count() for tab in desk.tabs}
    assert piles.counts(desk, head, TODAY) == looked
    tally.rebuild(TODAY)
    assert piles.counts(desk, head, TODAY) == looked
    Task.objects.filter(lead=people.building).update(lead=people.finance)
    Task.objects.filter(status="received").update(status="submitted", submitted_on=TODAY)
    changed = {tab.key: desk.pile(tab, TODAY).count() for tab in desk.tabs}
    assert piles.counts(desk, head, TODAY) == changed != looked
    Tally.objects.all().delete()
    assert piles.counts(desk, head, TODAY) != changed


def test_units_whose_heirs_stand_elsewhere_are_counted_by_their_tasks(people, pile):
    desk = piles.desk_of_unit(people.minh, TODAY, whole_unit=True)
    looked = piles.counts(desk, people.minh, TODAY)
    people.building.heir = people.finance
    people.building.save()
    tally.rebuild(TODAY)
    assert piles.counts(desk, people.minh, TODAY) == looked


def test_what_the_summary_cannot_tell_for_sure_is_counted(people, pile, monkeypatch):
    desk = piles.desk_of_unit(people.minh, TODAY, whole_unit=True)
    looked = piles.counts(desk, people.minh, TODAY)
    tally.rebuild(TODAY)
    monkeypatch.setattr(piles, "MOST_COUNTED", looked["to_receive"])
    capped = {key: min(number, piles.MOST_COUNTED + 1) for key, number in looked.items()}
    assert piles.counts(desk, people.minh, TODAY) == capped


def test_the_summary_counts_the_office_as_a_look_at_its_tasks_does(people, pile):
    desk = piles.desk_of_office(people.hoa, only_mine=False)
    looked = piles.counts(desk, people.hoa, TODAY)
    tally.rebuild(TODAY)
    assert piles.counts(desk, people.hoa, TODAY) == looked
    Tally.objects.all().delete()
    emptied = {**looked, "waiting": 0, "overdue": 0, "awaiting": 0, "open": 0}
    assert piles.counts(desk, people.hoa, TODAY) == emptied != looked


def test_counting_stops_at_the_cap(people, pile, monkeypatch):

    monkeypatch.setattr(piles, "MOST_COUNTED", 1)
    desk = piles.desk_of_unit(people.minh, TODAY, whole_unit=True)
    assert max(piles.counts(desk, people.minh, TODAY).values()) == 2
