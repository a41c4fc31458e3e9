"""The forty patterns of deadlines, read out of a sentence and out of a whole paper."""

import pytest

from directives.parsing.deadlines import Clock, find_deadline
from directives.parsing.normalise import view_of
from tests.parsing.forty import FORTY


def test_every_pattern_has_a_phrase():
    assert sorted({phrase.number for phrase in FORTY}) == list(range(1, 41))


@pytest.mark.parametrize("phrase", FORTY, ids=lambda phrase: f"{phrase.number}-{phrase.text[:40]}")
def test_the_phrase_sets_what_the_contract_says(phrase):
    found = find_deadline(view_of(phrase.text), Clock(issued=phrase.issued))
    rule = ";".join(sorted((found.recurrence or "").split(";")))
    assert (found.due_on, rule) == (phrase.due, ";".join(sorted((phrase.rule or "").split(";"))))
    assert found.phrase
