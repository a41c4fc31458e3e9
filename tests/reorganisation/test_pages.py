"""The wizard as an administrator clicks through it, and what everybody else sees of it."""

import pytest
from django.urls import reverse

from accounts.clock import today
from accounts.models import Reorganisation
from tasks.actions import succession
from tests.reorganisation.conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, people):
    client.force_login(people.quan)
    return client


def step(client, row, name):
    row.refresh_from_db()
    return client.post(reverse("reorganisation-step", args=[row.pk, name]), {"version": row.version}, follow=True)


def test_wizard_from_the_form_to_undo(admin, people, planning, work):
    words = {"kind": "merge", "effective_on": DAY, "document": "NQ 02/NQ-HĐND", "founded": "", "note": ""}
    bodies = {"sources": [planning.body.pk], "receivers": [people.finance.pk]}
    page = admin.post(reverse("reorganisation-new"), {**words, **bodies}, follow=True)
    row = Reorganisation.objects.get()
    html = page.content.decode()
    assert "Những gì sẽ thay đổi" in html
    assert "Phạm Dũng" in html
    assert f"lead={planning.body.pk}&amp;open=true" in html
    page = step(admin, row, "apply")
    assert "Đã thực hiện sắp xếp tổ chức." in page.content.decode()
    assert "Thẩm định dự án" in page.content.decode()
    page = step(admin, row, "undo")
    assert "mọi thứ trở về như trước" in page.content.decode()
    work.alone.refresh_from_db()
    assert work.alone.lead == planning.body


def test_form_says_what_is_wrong_and_keeps_what_was_chosen(admin, planning):
    page = admin.post(reverse("reorganisation-new"), {"kind": "merge", "sources": [planning.body.pk]})
    assert page.status_code == 422
    assert "Sở Kế hoạch và Đầu tư" in page.content.decode()


def test_choices_of_posts_are_kept(admin, people, planning, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    post = planning.head.memberships.get()
    data = {"version": row.version, f"post-{post.pk}": "end", "follows_people": "on"}
    admin.post(reverse("reorganisation-share", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.choices == {"post": {str(post.pk): "end"}}
    html = admin.get(reverse("reorganisation-detail", args=[row.pk])).content.decode()
    assert "1 vị trí sẽ kết thúc, không chuyển: Phạm Dũng" in html


def test_a_refused_undo_says_what_blocks_it(admin, people, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    type(work.alone).objects.filter(pk=work.alone.pk).update(version=9)
    html = admin.get(reverse("reorganisation-detail", args=[row.pk])).content.decode()
    assert "Không hoàn lại được nữa" in html
    assert "Thẩm định dự án" in html
    assert "Không hoàn lại được vì" in step(admin, row, "undo").content.decode()


@pytest.mark.parametrize(("name", "reads"), [("hoa", True), ("kiem", True), ("binh", True), ("lan", False)])
def test_others_read_or_are_refused(client, people, work, merger, name, reads):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    client.force_login(getattr(people, name))
    expected = 200 if reads else 403
    assert client.get(reverse("reorganisation-list")).status_code == expected
    page = client.get(reverse("reorganisation-detail", args=[row.pk]))
    assert page.status_code == expected
    assert reverse("reorganisation-step", args=[row.pk, "apply"]) not in page.content.decode()
    for address in (reverse("reorganisation-new"), reverse("reorganisation-edit", args=[row.pk])):
        assert client.get(address).status_code == 403
    for step_name in ("apply", "schedule", "cancel", "undo"):
        assert client.post(reverse("reorganisation-step", args=[row.pk, step_name])).status_code == 403
    assert client.post(reverse("reorganisation-share", args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert row.state == "draft"


def test_query_counts_do_not_grow_with_the_work(admin, people, planning, work, merger, django_assert_max_num_queries):
    row = succession.prepare(merger, actor=people.quan, today=today())
    for _ in range(30):
        work.alone.pk = None
        work.alone.save()
    with django_assert_max_num_queries(70):
        admin.get(reverse("reorganisation-detail", args=[row.pk]))
    succession.apply(row.pk, actor=people.quan, today=today(), seen_version=None)
    with django_assert_max_num_queries(45):
        admin.get(reverse("reorganisation-detail", args=[row.pk]))
    with django_assert_max_num_queries(14):
        admin.get(reverse("reorganisation-list"))


def test_the_trail_shows_numbers_of_rows_not_the_rows(admin, people, work, merger):
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=None)
    html = admin.get(reverse("audit-log")).content.decode()
    assert "Nhiệm vụ" in html
    assert "4 dòng (đủ trong tệp tải về)" in html
    assert "lead_as_given_id" not in html
