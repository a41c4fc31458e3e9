"""Asking a report without a page, and listing what one of its numbers opens."""

from urllib.parse import urlsplit

from django.http import QueryDict

from tasks.asof import as_it_stood
from tasks.filters import TaskFilter
from tasks.models import Task
from tasks.reports.asked import Asked
from tasks.reports.board import filter_query


def asked_of(user, query="", *, today, day=None):
    """The question that `user` asks with this query string on `today` about `day`."""
    data = QueryDict(query)
    filters = TaskFilter(data, today=day or today)
    return Asked(
        user=user, today=today, day=day or today, now=None, filters=filters, options=data, query=filter_query(data)
    )


def answered(build, question):
    """The report, built as of the day asked about."""
    with as_it_stood(question.day, question.today):
        return build(question)


def listed(href, user, *, today):
    """How many tasks the list behind a number holds, as of the day in the address."""
    data = QueryDict(urlsplit(href).query)
    from datetime import date

    day = date.fromisoformat(data["as_of"]) if "as_of" in data else today
    filters = TaskFilter(data, today=day)
    assert filters.is_valid(), filters.errors
    with as_it_stood(day, today):
        return filters.narrow(Task.objects.visible_to(user, today)).count()
