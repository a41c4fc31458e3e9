"""The dev set of real papers, where it lies beside the checkout: the figures may not fall below what was reached."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from directives.parsing.__main__ import main

SHARED = Path(__file__).resolve().parents[3] / "shared" / "extraction"
FLOORS = {
    "header": 0.9,
    "references_f1": 0.97,
    "task_f1": 0.97,
    "lead": 0.93,
    "coordinating": 0.94,
    "due": 0.93,
    "recurrence": 0.95,
}
MOST_FALSE_DUE = 0.04

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
def test_the_figures_hold(folder, capsys):
    papers = sorted((SHARED / "dev" / folder).glob("*.txt"))
    assert main([str(path) for path in papers]) == 0
    score, total = scorer(), Counter()
    for path, line in zip(papers, capsys.readouterr().out.splitlines(), strict=True):
        gold = json.loads((SHARED / "dev" / f"{path.stem}.gold.json").read_text(encoding="utf-8"))
        total += score.score_document(gold, json.loads(line))[0]
    figures = score.figures(total)
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
    assert figures["false_due"] <= MOST_FALSE_DUE
