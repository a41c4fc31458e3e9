"""The dev set of real papers, where it lies beside the checkout: the figures may not fall, and both scorers agree."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from directives.parsing.__main__ import main
from tests.parsing.scoring import Tally, below, compare, figures

SHARED = Path(__file__).resolve().parents[3] / "shared" / "extraction"
NAMES = {
    "header": "header",
    "references": "references_f1",
    "precision": "task_precision",
    "recall": "task_recall",
    "task F1": "task_f1",
    "lead": "lead",
    "coordinating": "coordinating",
    "due": "due",
    "recurrence": "recurrence",
    "false due": "false_due",
}
FLOORS = {"references": 0.98, "task F1": 0.97, "lead": 0.94, "coordinating": 0.95, "due": 0.95, "recurrence": 0.98}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="no shared papers beside the checkout"),
]


def scorer():
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", [".", "paste"])
def test_the_figures_hold_and_both_scorers_agree(folder, capsys):
    papers = sorted((SHARED / "dev" / folder).glob("*.txt"))
    assert main([str(path) for path in papers]) == 0
    score, total, tally = scorer(), Counter(), Tally()
    for path, line in zip(papers, capsys.readouterr().out.splitlines(), strict=True):
        gold = json.loads((SHARED / "dev" / f"{path.stem}.gold.json").read_text(encoding="utf-8"))
        total += score.score_document(gold, json.loads(line))[0]
        compare(gold, json.loads(line), tally)
    theirs, ours = score.figures(total), figures(tally)
    assert {name: round(share, 2) for name, share in ours.items()} == {
        name: round(theirs[there], 2) for name, there in NAMES.items()
    }
    assert below(ours) == {}
    assert {name: ours[name] for name, floor in FLOORS.items() if ours[name] < floor} == {}
