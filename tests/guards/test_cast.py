"""The people of the tests are made in bulk; they must be what saving them one by one would have made."""

import pytest
from django.contrib.auth import authenticate

from accounts.models import Membership, Organisation

pytestmark = pytest.mark.django_db


def test_the_bodies_are_as_saving_leaves_them(people):
    rows = {body.pk: body for body in (people.city, people.office, people.finance, people.building)}
    paths = [body.path for body in rows.values()]
    assert paths == [people.city.path, *(f"{people.city.path}{number:06d}/" for number in (1, 2, 3))]
    kept = Organisation.objects.in_bulk(rows)
    for key, body in rows.items():
        assert {field: getattr(body, field) for field in vars(kept[key]) if field != "_state"} == {
            field: value for field, value in vars(kept[key]).items() if field != "_state"
        }
        before = body.search_text
        body.save()
        assert body.search_text == before != ""
    assert Organisation.next_path(people.city) == f"{people.city.path}000004/"


def test_each_person_has_the_one_post_and_can_sign_in(people):
    person = authenticate(None, username="minh", password="mat-khau-thu-nghiem")
    assert person == people.minh
    posts = Membership.objects.order_by("pk").values_list("user__username", "organisation__code", "role", "title")
    assert [post for post in posts if post[3]] == [
        ("minh", "finance", "head", "Giám đốc"),
        ("son", "building", "head", "Giám đốc"),
        ("binh", "city", "leader", "Phó Chủ tịch"),
    ]
    assert len(posts) == 9
    assert people.quan.is_staff
    assert not people.lan.is_staff
