"""Every address of the site with something to ask it for, out of the address table itself."""

from contextlib import suppress

from django.urls import NoReverseMatch, reverse

from directives.views.drafts import VERBS as DRAFT_VERBS
from tasks.reports.catalogue import REPORTS
from tasks.views.moves import PARTY_FORMS
from tasks.views.steps import STEPS
from tests.guards.test_default_deny import is_api, patterns
from tests.matrix.world import HERE, UNDER_REVIEW

OF_REVIEW = ("draft-", "review-", "directive-re", "directive-edit", "directive-finish", "directive-near")
"""Names of addresses that are about a paper under review."""
WORDS = {"year": 2023, "number": 1, "start": 0, "app_label": "tasks"}
VARIANTS = {
    "task-move": [{"move": name} for name in STEPS],
    "task-party": [{"change": name} for name in PARTY_FORMS],
    "draft-verb": [{"verb": name} for name in DRAFT_VERBS],
    "report": [{"slug": slug} for slug in REPORTS],
    "api-report": [{"slug": slug} for slug in REPORTS],
    "meeting-step": [{"move": name} for name in ("begin", "close")],
    "agenda-move": [{"way": way} for way in ("up", "down")],
    "agenda-settle": [{"state": state} for state in ("noted", "postponed")],
}
"""Addresses whose last word is one of a list: each is asked for by itself."""


def routes():
    """{name: address} of every address; one with variants is named `name[word]`."""
    found = {}
    for name, pattern in patterns():
        if name == "admin:":  # an old address of change pages, without a name; it leads to the new one
            continue
        for variant in VARIANTS.get(name, [{}]):
            label = f"{name}[{'-'.join(variant.values())}]" if variant else name
            found[label] = _address(name, pattern, variant)
    return found


def apis():
    """Names of the addresses of the API."""
    return {name for name, pattern in patterns() if is_api(pattern)}


def _address(name, pattern, variant):
    number = UNDER_REVIEW if name.startswith(OF_REVIEW) else HERE
    parts = {part: WORDS.get(part, number) for part in pattern.pattern.regex.groupindex} | variant
    for word in ("x", "1-a", "undo"):
        words = {part: word for part in parts if "pk" not in part and part not in (*WORDS, *variant, "object_id")}
        for above in ({}, {"pk": number}):  # a number may stand in the part of the address that groups others
            with suppress(NoReverseMatch):
                return reverse(name, kwargs=above | parts | words)
    raise AssertionError(f"no address for {name}: say in tests/matrix/routes.py what to ask it for")
