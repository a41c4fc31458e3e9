"""Papers of many layouts written for the tests, with hand-made answers: the figures may not fall."""

import json
from pathlib import Path

import pytest

from directives.parsing.as_json import to_contract
from directives.parsing.extract import extract_text
from tests.parsing.scoring import Tally, compare, overlap

PAPERS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
FLOORS = {
    "header": 0.97,
    "references": 0.97,
    "precision": 0.97,
    "recall": 0.97,
    "lead": 0.95,
    "coordinating": 0.95,
    "due_on": 0.97,
    "recurrence": 0.97,
}


def tally_of(paper):
    tally = Tally()
    answer = json.loads(paper.with_suffix(".gold.json").read_text(encoding="utf-8"))
    compare(answer, to_contract(paper.name, extract_text(paper.read_text(encoding="utf-8"))), tally)
    return tally


def test_the_figures_over_all_papers_hold():
    tallies = [tally_of(paper) for paper in PAPERS]
    right, asked = sum((t.right for t in tallies), Tally().right), sum((t.asked for t in tallies), Tally().asked)
    assert len(PAPERS) >= 9
    assert {
        name: right[name] / asked[name] for name, floor in FLOORS.items() if right[name] < floor * asked[name]
    } == {}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_no_single_paper_is_read_badly(paper):
    tally = tally_of(paper)
    assert min(tally.share("recall"), tally.share("precision"), tally.share("lead")) >= 0.8, tally.missed


def test_the_scorer_sees_what_is_missed():
    assert overlap("Sở Tài chính", "UBND thành phố") == 0
    assert overlap("UBND TP. Hải Phòng", "Ủy ban nhân dân thành phố Hải Phòng") == 1
    paper = PAPERS[0]
    answer = json.loads(paper.with_suffix(".gold.json").read_text(encoding="utf-8"))
    empty = to_contract(paper.name, extract_text("một dòng chữ bất kỳ"))
    tally = Tally()
    compare(answer, empty, tally)
    assert tally.share("recall") == 0
    assert tally.share("header") < 0.5
