"""Kept views: saved in two clicks, found by those they are shared with, never a right to see, honest when outdated."""

import pytest
from django.urls import reverse

from accounts.clock import today
from accounts.models import AuditEntry
from config.sample import views
from tasks.models import DefaultView, SavedView
from tests import factories as make
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
LIST, BOARD = "/tasks/", "/reports/overdue/"


def save(user, *, name="Quá hạn Sở Tài chính", path=LIST, query="timeliness=overdue", **terms):
    given = {"name": name, "path": path, "query": query, "audience": "me", **terms}
    return browser(user).post(reverse("saved-view-save"), given, follow=True)


def offered(user):
    return {view.name for view in SavedView.objects.offered_to(user, today())}


def test_a_filter_is_kept_from_its_page_and_found_in_the_menu_there(people):
    response = save(people.hoa, query="timeliness=overdue&page=3&format=&csrfmiddlewaretoken=x")
    view = SavedView.objects.get()
    assert (view.path, view.query) == (LIST, "timeliness=overdue")
    assert response.redirect_chain == [(f"{LIST}?timeliness=overdue&view={view.pk}", 302)]
    assert "Đã lưu góc nhìn “Quá hạn Sở Tài chính”." in text(response)
    assert view.get_absolute_url() in text(browser(people.hoa).get(LIST))
    assert view.get_absolute_url() not in text(browser(people.hoa).get(BOARD))
    assert AuditEntry.objects.get(action="view.saved").after["query"] == "timeliness=overdue"


def test_who_it_is_shared_with_finds_it_and_nobody_else(people):
    below = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    nam = make.user(name="Nam", organisation=below, role="officer")
    save(people.minh, name="đơn vị", audience="unit")
    save(people.hoa, name="mọi người", audience="office")
    save(people.hoa, name="lãnh đạo", audience="role", role="leader")
    save(people.hoa, name="riêng")
    assert offered(people.lan) == offered(nam) == {"đơn vị", "mọi người"}
    assert offered(people.tuan) == {"mọi người"}
    assert offered(people.binh) == {"mọi người", "lãnh đạo"}
    assert offered(make.user(name="Không có vị trí")) == set()


def test_a_unit_does_not_share_with_everybody(people):
    assert "Chỉ lãnh đạo UBND và văn phòng được chia sẻ" in text(save(people.minh, audience="office"))
    assert not SavedView.objects.exists()
    assert "Hãy chọn vai trò" in text(save(people.hoa, audience="role"))


def test_a_shared_view_shows_nobody_more_than_they_may_see(people):
    paper = make.directive()
    ours = make.task(lead=people.finance, directive=paper)
    make.task(lead=people.building, directive=paper)
    save(people.hoa, query="open=true", audience="office")
    shown = browser(people.lan).get(SavedView.objects.get().get_absolute_url(), follow=True)
    assert list(shown.context["page"].object_list) == [ours]
    assert browser(people.lan).get(reverse("saved-view", args=[_hidden(people)])).status_code == 404


def _hidden(people):
    save(people.hoa, name="riêng của Hoa")
    return SavedView.objects.get(name="riêng của Hoa").pk


def test_conditions_that_mean_nothing_any_more_are_named_and_left_out(people):
    task = make.task(lead=people.finance, directive=make.directive())
    query = f"status=assigned&band=9-99&colour=red&lead={people.finance.pk}"
    view = SavedView.objects.create(owner=people.hoa, name="Cũ", path=LIST, query=query)
    response = browser(people.hoa).get(view.get_absolute_url(), follow=True)
    assert "Góc nhìn “Cũ” có điều kiện không còn hiệu lực, đã bỏ qua: colour, Số ngày quá hạn." in text(response)
    assert list(response.context["page"].object_list) == [task]


def test_a_page_that_is_gone_is_said_so(people):
    view = SavedView.objects.create(owner=people.hoa, name="Cũ", path="/reports-of-old/", query="")
    response = browser(people.hoa).get(view.get_absolute_url(), follow=True)
    assert "Trang của góc nhìn “Cũ” không còn nữa" in text(response)


@pytest.mark.parametrize("path", ["/admin/", "https://example.com/tasks/", "//example.com/", "/accounts/logout/", "x"])
def test_only_lists_boards_and_reports_are_kept(people, path):
    assert "Trang này không lưu thành góc nhìn được." in text(save(people.hoa, path=path))
    assert not SavedView.objects.exists()


def test_a_name_is_given_once_on_a_page(people):
    save(people.hoa)
    assert "Bạn đã có góc nhìn “Quá hạn Sở Tài chính” ở trang này" in text(save(people.hoa))
    save(people.hoa, path=BOARD, query="")
    save(people.binh)
    assert SavedView.objects.count() == 3


def test_the_owner_renames_shares_and_deletes_others_read_why_not(people):
    save(people.hoa, audience="office")
    view = SavedView.objects.get()
    where = reverse("saved-view-change", args=[view.pk])
    wish = {"name": "Tên khác", "audience": "role", "role": "leader", "position": 3}
    assert browser(people.binh).post(where, wish, follow=True).status_code == 200
    assert browser(people.binh).post(reverse("saved-view-delete", args=[view.pk])).status_code == 403
    view.refresh_from_db()
    assert view.name == "Quá hạn Sở Tài chính"
    browser(people.hoa).post(where, wish)
    view.refresh_from_db()
    assert (view.name, view.audience, view.role, view.position) == ("Tên khác", "role", "leader", 3)
    browser(people.hoa).post(reverse("saved-view-delete", args=[view.pk]))
    assert not SavedView.objects.exists()
    actions = list(
        AuditEntry.objects.filter(action__startswith="view.").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["view.saved", "view.changed", "view.deleted"]


def test_an_administrator_clears_away_what_was_shared(people):
    save(people.hoa, audience="office")
    save(people.hoa, name="riêng")
    shared, own = (SavedView.objects.get(name=name) for name in ("Quá hạn Sở Tài chính", "riêng"))
    assert browser(people.quan).post(reverse("saved-view-delete", args=[shared.pk])).status_code == 302
    assert browser(people.quan).post(reverse("saved-view-delete", args=[own.pk])).status_code == 404
    assert list(SavedView.objects.all()) == [own]


def test_a_page_opens_with_the_view_chosen_for_it_and_plain_on_demand(people):
    save(people.hoa, audience="office")
    view, client = SavedView.objects.get(), browser(people.binh)
    client.post(reverse("saved-view-default", args=[view.pk]))
    opened = client.get(LIST, follow=True)
    assert opened.request["QUERY_STRING"] == f"timeliness=overdue&view={view.pk}"
    assert client.get(f"{LIST}?view=0").status_code == 200
    assert client.get(BOARD).status_code == 200
    client.post(reverse("saved-view-default", args=[view.pk]), {"off": "1"})
    assert client.get(LIST).status_code == 200
    assert not DefaultView.objects.exists()


def test_a_view_that_is_no_longer_shared_is_nobodys_default_any_more(people):
    save(people.hoa, audience="office")
    view, client = SavedView.objects.get(), browser(people.binh)
    client.post(reverse("saved-view-default", args=[view.pk]))
    browser(people.hoa).post(reverse("saved-view-change", args=[view.pk]), {"name": view.name, "audience": "me"})
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("name", ["attention", "report-overdue", "task-list"])
def test_every_page_that_can_be_kept_offers_to(people, name):
    page = text(browser(people.binh).get(reverse(name), {"lead": people.finance.pk}))
    assert f'name="query" value="lead={people.finance.pk}"' in page


def test_the_sample_city_keeps_its_views_once(people):
    assert [views.tell(people.hoa, today()), views.tell(people.hoa, today())] == [3, 0]
    client = browser(people.binh)
    for view in SavedView.objects.offered_to(people.binh, today()):
        assert client.get(view.get_absolute_url(), follow=True).status_code == 200
