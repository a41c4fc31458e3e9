"""Nobody learns of what they may not see: not by a row, not by a count, not by the words of a file."""

from datetime import datetime

import pytest
from django.urls import reverse

from accounts.models import Field, Membership
from accounts.roles import Role
from tasks.actions import file_texts
from tasks.models import Instruction, InstructionAnswer, InstructionFile
from tests import factories
from tests.search.conftest import NOW, give_file

SECRET = ("mặt bằng", "chỉnh trang", "mat-bang.txt", "biên bản bàn giao", "03/QĐ-UBND", "kín")


def counts(client, typed):
    groups = client.get(reverse("search"), {"q": typed}).context["groups"]
    return {each.key: each.found.count for each in groups if each.found.count}


@pytest.mark.parametrize("typed", SECRET)
def test_an_officer_learns_nothing_of_another_unit(city, client, typed):
    client.force_login(city.tuan)
    assert set(counts(client, typed)) & {"tasks", "files", "papers"}
    client.force_login(city.lan)
    assert counts(client, typed) == {}
    for address in ("search", "search-quick"):
        answer = client.get(reverse(address), {"q": typed})
        assert "Chỉnh trang" not in answer.content.decode()
    for key in ("papers", "tasks", "files", "answers"):
        group = client.get(reverse("search"), {"q": typed, "in": key}).context["group"]
        assert (group.found.count, group.hits) == (0, [])


def test_a_file_with_the_same_content_is_found_only_in_ones_own_task(city, client):
    copy = give_file(city.plan, name="ban-sao.txt", text="Biên bản bàn giao mặt bằng kín", by=city.lan)
    copy.sha256 = city.photo.sha256
    copy.save(update_fields=["sha256"])
    client.force_login(city.lan)
    groups = client.get(reverse("search"), {"q": "bàn giao mặt bằng"}).context["groups"]
    assert [(each.key, [hit.href for hit in each.hits]) for each in groups if each.hits] == [
        ("files", [reverse("task-file-view", args=[city.plan.pk, copy.pk])])
    ]


def test_a_helper_sees_the_task_and_its_file_a_leader_those_of_their_field(city, client):
    city.road.parties.create(organisation=city.finance)
    client.force_login(city.lan)
    assert counts(client, "mặt bằng") == {"tasks": 1, "files": 1}
    land = Field.objects.create(code="dat-dai-thu", name="Đất đai")
    leader = factories.user(name="Lã Thị Quyên", organisation=city.city, role=Role.LEADER)
    Membership.objects.get(user=leader).fields_in_charge.add(land)
    client.force_login(leader)
    assert counts(client, "mặt bằng") == {}
    type(city.road).objects.filter(pk=city.road.pk).update(field=land)
    assert counts(client, "mặt bằng") == {"tasks": 1, "files": 1}


def test_files_of_explanations_are_found_by_the_unit_and_show_no_words(city, client):
    record = Instruction.objects.create(
        kind="explain",
        unit=city.building,
        words="Vì sao chậm?",
        leader=city.binh,
        prepared_by=city.hoa,
        prepared_at=NOW,
        number=1,
        given_on="2023-02-20",
        answer_by="2023-02-25",
    )
    answer = InstructionAnswer.objects.create(
        instruction=record, by=city.son, at=NOW, on="2023-02-21", words="Do mưa bão"
    )
    kept = city.photo
    InstructionFile.objects.create(
        answer=answer,
        name="giai-trinh.txt",
        content=kept.content.name,
        content_type="text/plain",
        sha256="f" * 64,
        size=1,
    )
    file_texts.fill(datetime.fromisoformat(NOW))
    client.force_login(city.lan)
    assert counts(client, "bàn giao") == {}
    client.force_login(city.son)
    answers = next(
        each for each in client.get(reverse("search"), {"q": "bàn giao"}).context["groups"] if each.key == "answers"
    )
    assert answers.found.count == 1
    assert answers.hits[0].snippet == []


def test_who_left_is_found_only_by_those_who_keep_the_accounts(city, client):
    Membership.objects.filter(user=city.tuan).update(valid_to="2021-01-01")
    client.force_login(city.lan)
    assert counts(client, "Lê Anh Tuấn") == {}
    client.force_login(city.quan)
    assert counts(client, "Lê Anh Tuấn") == {"people": 1}


def test_pages_of_others_are_not_offered(city, client):
    client.force_login(city.lan)
    assert client.get(reverse("search"), {"q": "nhật ký gửi thư"}).context["pages"] == []


def test_without_signing_in_nothing_is_answered(client):
    for name in ("search", "search-quick"):
        assert client.get(reverse(name), {"q": "a"}).status_code == 302
