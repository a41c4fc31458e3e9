"""The choice of bodies of a list: asked for each page in a small city, kept for a minute in a large one."""

from datetime import date, timedelta

import pytest

from accounts.models import Organisation
from tasks.asof import as_it_stood, played_on
from tasks.maps import Map
from tasks.templatetags.unit_options import unit_options
from tasks.views import unit_choices
from tasks.views.unit_choices import KEPT_FOR, choices
from tests import factories as make

DAY = date(2026, 3, 2)


@pytest.fixture
def leading(people, monkeypatch):
    """Two bodies lead a task; nothing is kept from other tests."""
    monkeypatch.setattr(unit_choices, "_kept", {})
    with played_on(DAY):
        make.task(lead=people.finance, directive=make.directive(), due_on=DAY)
        make.task(lead=people.building, directive=make.directive(number=9), due_on=DAY)
    return people


def keys(found):
    return [key for key, _name in found.rows]


def test_a_short_choice_is_asked_each_time(leading, django_assert_num_queries):
    for _turn in range(2):
        with django_assert_num_queries(1):
            assert set(keys(choices(Map.NOW, DAY, [], now=0.0))) == {leading.finance.pk, leading.building.pk}


def test_a_long_choice_is_kept_for_a_minute_but_never_without_what_was_chosen(
    leading, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(unit_choices, "MANY", 1)
    both = keys(choices(Map.NOW, DAY, [], now=100.0))
    with django_assert_num_queries(0):
        assert keys(choices(Map.NOW, DAY, both, now=99.0 + KEPT_FOR)) == both
    make.task(lead=leading.office, directive=make.directive(number=10), due_on=DAY)
    assert leading.office.pk not in keys(choices(Map.NOW, DAY, [], now=100.0))
    assert leading.office.pk in keys(choices(Map.NOW, DAY, [leading.office.pk], now=100.0))
    Organisation.objects.filter(pk=leading.finance.pk).update(valid_to=DAY)
    assert leading.finance.pk in keys(choices(Map.NOW, DAY, [], now=100.0))
    assert leading.finance.pk not in keys(choices(Map.NOW, DAY, [], now=100.0 + KEPT_FOR))
    assert leading.finance.pk in keys(choices(Map.THEN, DAY, [], now=100.0))
    with as_it_stood(DAY, DAY + timedelta(days=1)), django_assert_num_queries(1):
        assert leading.finance.pk not in keys(choices(Map.NOW, DAY, [], now=100.0))


def test_the_options_mark_what_was_chosen_and_escape_names(leading):
    Organisation.objects.filter(pk=leading.finance.pk).update(short_name="Sở <A> & B")
    written = unit_options(choices(Map.NOW, DAY, [], now=0.0), [leading.finance.pk, 10**9])
    assert f'<option value="{leading.finance.pk}" selected>Sở &lt;A&gt; &amp; B</option>' in written
    assert written.count("selected") == 1
    assert f'<option value="{leading.building.pk}">' in written
