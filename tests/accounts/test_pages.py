"""Every page of the app for every role, and what its forms do."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts import trail_words
from accounts.models import AuditEntry, Membership, Organisation, OrganisationKind, User
from accounts.roles import Role
from tests import factories as make

ROLES = ("lan", "minh", "hoa", "thao", "binh", "quan", "kiem")  # officer head monitor clerk leader admin auditor
EVERYBODY = dict.fromkeys(ROLES, 200)
ADMIN_AND_AUDITOR = {**dict.fromkeys(ROLES, 403), "quan": 200, "kiem": 200}
ADMIN = {**dict.fromkeys(ROLES, 403), "quan": 200}
PAGES = {
    "organisation-list": EVERYBODY,
    "organisation-detail": EVERYBODY,
    "organisation-search": EVERYBODY,
    "organisation-edit": ADMIN,
    "person-list": ADMIN_AND_AUDITOR,
    "person-detail": ADMIN_AND_AUDITOR,
    "person-create": ADMIN,
    "person-edit": ADMIN,
    "account-profile": EVERYBODY,
    "audit-log": ADMIN_AND_AUDITOR,
}
POSTS = ("organisation-move", "person-deactivate", "person-reset", "post-give", "post-end")
OF_A_ROW = {"token-revoke", "organisation-detail", "organisation-edit", "person-detail", "person-edit", *POSTS}


def address(name, people):
    if name not in OF_A_ROW:
        return reverse(name)
    if name == "post-end":
        return reverse(name, args=[people.tuan.memberships.get().pk])
    row = people.building if name.startswith("organisation") else people.tuan
    return reverse(name, args=[row.pk])


# ── who may open what ─────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", PAGES)
def test_page_for_every_role(people, as_user, name):
    url = address(name, people)
    answers = {role: as_user(getattr(people, role)).get(url).status_code for role in ROLES}
    assert answers == PAGES[name]


@pytest.mark.parametrize("name", POSTS)
def test_posts_are_for_administrators(people, as_user, name):
    url = address(name, people)
    for role in set(ROLES) - {"quan"}:
        assert as_user(getattr(people, role)).post(url).status_code == 403, role
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"auth.logged_in"}


@pytest.mark.parametrize("name", [*PAGES, *POSTS, "token-list", "token-revoke", "accounts-switch-post"])
def test_nobody_enters_without_signing_in(people, name):
    for answer in (Client().get(address(name, people)), Client().post(address(name, people))):
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", sorted(OF_A_ROW - {"token-revoke", *POSTS}))
def test_missing_row_is_404(people, as_user, name):
    assert as_user(people.quan).get(reverse(name, args=[999_999])).status_code == 404


@pytest.mark.parametrize("name", ["token-revoke", *POSTS])
def test_missing_row_is_404_for_posts(people, as_user, name):
    assert as_user(people.quan).post(reverse(name, args=[999_999])).status_code == 404


@pytest.mark.parametrize("name", [*POSTS, "token-revoke", "accounts-switch-post"])
def test_acting_pages_take_posts_only(people, as_user, name):
    assert as_user(people.quan).get(address(name, people)).status_code == 405


def test_refusal_says_why(people, as_user):
    page = as_user(people.lan).get(reverse("audit-log")).content.decode()
    assert "chỉ dành cho quản trị hệ thống" in page


def test_posts_need_the_csrf_token(people):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.quan)
    assert strict.post(reverse("person-deactivate", args=[people.lan.pk])).status_code == 403
    assert User.objects.get(username="lan").is_active


# ── organisations ─────────────────────────────────────────────────────────────────────────────
def listed(client, **query):
    page = client.get(reverse("organisation-list"), query).context["page_obj"]
    return [node.organisation.short_name for node in page.object_list]


def test_tree_lists_the_city_before_what_is_below_it(people, as_user):
    assert listed(as_user(people.lan)) == [
        "UBND thành phố Hải Phòng",
        "Văn phòng UBND thành phố",
        "Sở Tài chính",
        "Sở Xây dựng",
    ]


def test_search_kind_and_dissolved_narrow_the_tree(people, as_user):
    client = as_user(people.lan)
    make.organisation(name="Sở Du lịch", parent=people.city, valid_to=date(2025, 3, 1))
    assert listed(client, q="xay dung") == ["Sở Xây dựng"]
    assert listed(client, kind=OrganisationKind.CITY) == ["UBND thành phố Hải Phòng"]
    assert listed(client, q="du lịch") == []
    assert listed(client, q="du lịch", dissolved=1) == ["Sở Du lịch"]


def test_empty_search_result_says_what_to_do(people, as_user):
    page = as_user(people.lan).get(reverse("organisation-list"), {"q": "không có nơi này"}).content.decode()
    assert "Không có tổ chức nào khớp" in page


def test_picker_answers_exactly_when_accents_are_typed(people, as_user):
    make.organisation(name="UBND xã Cẩm Giang", parent=people.city, kind=OrganisationKind.COMMUNE)
    row = make.organisation(name="UBND xã Cẩm Giàng", parent=people.city, kind=OrganisationKind.COMMUNE)
    client = as_user(people.lan)
    exact = client.get(reverse("organisation-search"), {"q": "cẩm giàng"}).json()
    assert exact == [{"id": row.pk, "name": "UBND xã Cẩm Giàng", "kind": "UBND xã"}]
    assert len(client.get(reverse("organisation-search"), {"q": "cam giang"}).json()) == 2


def test_picker_gives_twenty_at_most_and_the_symbol_first(people, as_user):
    for number in range(30):
        make.organisation(name=f"Sở số {number}", parent=people.city)
    people.building.become(symbols=["SỞ"])
    found = as_user(people.lan).get(reverse("organisation-search"), {"q": "SỞ"}).json()
    assert len(found) == 20
    assert found[0]["name"] == "Sở Xây dựng"


def test_picker_puts_what_begins_as_typed_first_also_without_accents(people, as_user):
    party = make.organisation(name="Đảng ủy Công an thành phố", parent=people.city, rank=1)
    police = make.organisation(name="Công an thành phố", parent=people.city, rank=9)
    for typed in ("công an", "cong an"):
        found = as_user(people.lan).get(reverse("organisation-search"), {"q": typed}).json()
        assert [row["id"] for row in found] == [police.pk, party.pk], typed


def test_picker_knows_what_existed_on_a_day(people, as_user):
    make.organisation(name="Sở Du lịch", parent=people.city, valid_to=date(2025, 3, 1))
    client = as_user(people.thao)
    assert client.get(reverse("organisation-search"), {"q": "du lịch"}).json() == []
    then = client.get(reverse("organisation-search"), {"q": "du lịch", "on": "2023-01-10"}).json()
    assert [row["name"] for row in then] == ["Sở Du lịch"]
    assert client.get(reverse("organisation-search"), {"q": "du lịch", "on": "hôm qua"}).json() == []


def edit_form(organisation, **changes):
    return {"version": organisation.version, "name": organisation.name, "short_name": organisation.short_name} | changes


def test_administrator_sets_mailbox_and_aliases(people, as_user):
    form = edit_form(people.finance, email="vanthu.stc@haiphong.example", aliases="Sở TC\n\n STC \nSở TC")
    answer = as_user(people.quan).post(reverse("organisation-edit", args=[people.finance.pk]), form)
    assert answer.url == reverse("organisation-detail", args=[people.finance.pk])
    stored = Organisation.objects.get(pk=people.finance.pk)
    assert (stored.email, stored.aliases) == ("vanthu.stc@haiphong.example", ["Sở TC", "STC"])


def test_wrong_dates_come_back_with_a_sentence(people, as_user):
    form = edit_form(people.finance, valid_from="2026-03-02", valid_to="2026-03-02")
    answer = as_user(people.quan).post(reverse("organisation-edit", args=[people.finance.pk]), form)
    assert answer.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in answer.content.decode()


def test_stale_form_keeps_what_was_typed_and_goes_through_when_sent_again(people, as_user):
    client, url = as_user(people.quan), reverse("organisation-edit", args=[people.finance.pk])
    people.finance.become(rank=5)
    answer = client.post(url, edit_form(people.finance, version=1, email="moi@haiphong.example"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "vừa được người khác thay đổi" in page
    assert "moi@haiphong.example" in page
    assert f'name="version" value="{people.finance.version}"' in page
    assert Organisation.objects.get(pk=people.finance.pk).email == "stc@haiphong.example"


def test_move_hangs_the_subtree_elsewhere(people, as_user):
    form = {"version": people.finance.version, "parent": people.office.pk}
    as_user(people.quan).post(reverse("organisation-move", args=[people.finance.pk]), form)
    assert Organisation.objects.get(pk=people.finance.pk).path.startswith(people.office.path)


# ── people ────────────────────────────────────────────────────────────────────────────────────
def new_person(people, **changes):
    form = {"username": "nga", "full_name": "Đinh Thị Nga", "email": "nga@haiphong.example", "language": "vi"}
    post = {"organisation": people.finance.pk, "role": Role.OFFICER, "valid_from": "2026-03-02"}
    return form | post | changes


def test_administrator_adds_a_person_with_a_post(people, as_user):
    answer = as_user(people.quan).post(reverse("person-create"), new_person(people))
    user = User.objects.get(username="nga")
    assert answer.url == reverse("person-detail", args=[user.pk])
    assert user.memberships.get().organisation == people.finance


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "Lan"}, "Tên đăng nhập này đã có người dùng"),
        ({"email": "LAN@haiphong.example"}, "Thư điện tử này đã có người dùng"),
        ({"username": "có dấu cách"}, "Chỉ dùng chữ, số"),
        ({"valid_to": "2026-03-02"}, "Ngày kết thúc phải sau ngày bắt đầu"),
    ],
)
def test_bad_input_comes_back_with_one_sentence(people, as_user, changes, sentence):
    answer = as_user(people.quan).post(reverse("person-create"), new_person(people, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(full_name="Đinh Thị Nga").exists()


def test_edit_changes_the_person(people, as_user):
    form = {"username": "lan", "full_name": "Nguyễn Lan", "email": "lan@haiphong.example", "language": "vi"}
    as_user(people.quan).post(reverse("person-edit", args=[people.lan.pk]), form | {"version": people.lan.version})
    assert User.objects.get(username="lan").full_name == "Nguyễn Lan"


def test_list_finds_people_by_name_place_and_role(people, as_user):
    client = as_user(people.kiem)

    def found(**query):
        return {person.username for person in client.get(reverse("person-list"), query).context["page_obj"]}

    assert found(q="thị lan") == {"lan"}
    assert found(q="tài chính") == {"lan", "minh"}
    assert found(role="leader") == {"binh"}


def test_closed_accounts_are_listed_on_demand(people, as_user):
    client = as_user(people.quan)
    client.post(reverse("person-deactivate", args=[people.lan.pk]))
    assert "lan@haiphong" not in client.get(reverse("person-list")).content.decode()
    assert "lan@haiphong" in client.get(reverse("person-list"), {"closed": 1}).content.decode()
    client.post(reverse("person-deactivate", args=[people.lan.pk]), {"active": "1"})
    assert User.objects.get(username="lan").is_active


def test_auditor_sees_a_person_without_buttons(people, as_user):
    page = as_user(people.kiem).get(reverse("person-detail", args=[people.lan.pk])).content.decode()
    assert "Khóa tài khoản" not in page
    assert "Giao vị trí mới" not in page


def test_post_is_given_and_ended_from_the_page(people, as_user):
    client = as_user(people.quan)
    form = {"organisation": people.building.pk, "role": Role.HEAD, "valid_from": "2026-03-02"}
    client.post(reverse("post-give", args=[people.lan.pk]), form)
    post = Membership.objects.get(user=people.lan, organisation=people.building)
    client.post(reverse("post-end", args=[post.pk]), {"on": "2026-04-01"})
    post.refresh_from_db()
    assert post.valid_to == date(2026, 4, 1)


def test_bad_post_form_stays_on_the_page(people, as_user):
    answer = as_user(people.quan).post(reverse("post-give", args=[people.lan.pk]), {"role": "head"})
    assert answer.status_code == 422


# ── oneself ───────────────────────────────────────────────────────────────────────────────────
def own_form(user, **changes):
    return {"version": user.version, "full_name": user.full_name, "phone": user.phone, "language": "vi"} | changes


def test_profile_changes_name_phone_and_language(people, as_user):
    client = as_user(people.lan)
    client.post(reverse("account-profile"), own_form(people.lan, phone="0225 123 456", language="en"))
    stored = User.objects.get(username="lan")
    assert (stored.phone, stored.language) == ("0225 123 456", "en")
    assert 'lang="en"' in client.get(reverse("account-profile")).content.decode()


def test_pages_speak_the_persons_language_until_the_browser_chose_another(people, as_user):
    client = as_user(people.lan)
    header = {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert 'lang="vi"' in client.get(reverse("account-profile"), **header).content.decode()
    client.cookies["django_language"] = "en"
    assert 'lang="en"' in client.get(reverse("account-profile")).content.decode()


def test_stale_profile_keeps_what_was_typed(people, as_user):
    answer = as_user(people.lan).post(reverse("account-profile"), own_form(people.lan, version=99, phone="0225"))
    assert answer.status_code == 422
    assert User.objects.get(username="lan").phone == ""
    assert 'value="0225"' in answer.content.decode()


def test_switched_post_is_noted_in_the_trail(people, as_user):
    make.user(name="Khác", username="khac", organisation=people.building)
    second = Membership.objects.create(
        user=people.lan, organisation=people.building, role=Role.OFFICER, valid_from=make.SINCE
    )
    client = as_user(people.lan)
    url = reverse("accounts-switch-post")
    answer = client.post(url, {"membership": second.pk, "next": "/accounts/profile/"})
    assert answer.url == "/accounts/profile/"
    client.post(reverse("account-profile"), own_form(people.lan, phone="1"))
    assert AuditEntry.objects.get(action="person.changed_own").membership == second


def test_somebody_elses_post_cannot_be_taken(people, as_user):
    client = as_user(people.lan)
    answer = client.post(reverse("accounts-switch-post"), {"membership": people.minh.memberships.get().pk})
    assert answer.status_code == 409
    assert "membership" not in client.session


def test_switching_leads_nowhere_else(people, as_user):
    post = people.lan.memberships.get().pk
    answer = as_user(people.lan).post(
        reverse("accounts-switch-post"), {"membership": post, "next": "https://evil.example/"}
    )
    assert answer.url == "/"


# ── trail ─────────────────────────────────────────────────────────────────────────────────────
def test_log_shows_words_and_changes(people, as_user):
    client = as_user(people.quan)
    client.post(reverse("organisation-edit", args=[people.finance.pk]), edit_form(people.finance, email="a@b.example"))
    page = client.get(reverse("audit-log"), {"action": "organisation."}).content.decode()
    assert "Sửa tổ chức" in page
    assert "stc@haiphong.example → a@b.example" in page


def test_log_speaks_of_columns_choices_and_days_as_people_do(people):
    after = {"status": "in_progress", "due_on": "2026-03-02", "unit": "x", "officer": None}
    entry = AuditEntry(target_type="tasks.task", before={"status": "received"}, after=after)
    assert trail_words.differences(entry) == [
        ("Trạng thái", "Đã nhận", "Đang thực hiện"),
        ("Hạn hiện tại", None, "02/03/2026"),
        ("Unit", None, "x"),
        ("Chuyên viên", None, "–"),
    ]


def test_log_with_a_wrong_date_says_so(people, as_user):
    assert as_user(people.quan).get(reverse("audit-log"), {"since": "hôm qua"}).status_code == 422


# ── the administration site ───────────────────────────────────────────────────────────────────
def test_administration_site_only_shows_the_trail(db):
    root = User.objects.create_superuser("root", "mat-khau-thu-nghiem", full_name="Gốc")
    client = Client()
    client.force_login(root)
    assert client.get("/admin/accounts/auditentry/").status_code == 200
    assert client.get("/admin/accounts/auditentry/add/").status_code == 403
    assert client.post("/admin/accounts/user/add/", {}).status_code == 403


def test_field_kept_on_the_administration_site_is_audited(db):
    root = User.objects.create_superuser("root", "mat-khau-thu-nghiem", full_name="Gốc")
    client = Client()
    client.force_login(root)
    client.post("/admin/accounts/field/add/", {"code": "y-te", "name": "Y tế"})
    assert AuditEntry.objects.get(action="field.created").after == {"code": "y-te", "name": "Y tế"}
