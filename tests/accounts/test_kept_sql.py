"""The SQL of a question of the frame is written once for each key; what it answers is asked each time."""

from accounts import kept_sql
from accounts.models import User


def test_sql_is_written_once_and_asked_each_time(people, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(kept_sql, "_kept", {})
    written = []

    def question(*keys):
        written.append(keys)
        return User.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "full_name")

    for name in ("Một", "Hai"):
        User.objects.filter(pk=people.lan.pk).update(full_name=name)
        with django_assert_num_queries(1):
            assert kept_sql.rows("lan", lambda: question(people.lan.pk)) == [(people.lan.pk, name)]
    both = kept_sql.rows("both", lambda: question(people.lan.pk, people.hoa.pk))
    assert {key for key, _name in both} == {people.lan.pk, people.hoa.pk}
    assert len(written) == 2


def test_what_django_knows_to_be_empty_is_not_asked_and_the_keep_stays_small(
    people, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(kept_sql, "_kept", {})
    monkeypatch.setattr(kept_sql, "MOST_KEPT", 3)
    with django_assert_num_queries(0):
        for key in range(10):
            assert kept_sql.rows(key, lambda: User.objects.filter(pk__in=[]).values_list("pk")) == []
            assert len(kept_sql._kept) <= 3
