"""Days are typed as people write them here; the browser's own picker follows the language of the browser."""

import re
from datetime import date
from pathlib import Path

import pytest

from accounts.widgets import DayInput

ROOT = Path(__file__).resolve().parents[2]
OWN_PICKER = re.compile(
    r"""type\s*[=:]\s*["']?date\b(?!\.)|input_type\s*=\s*["']date["']|["']type["']\s*:\s*["']date["']"""
)
SOURCES = [
    path
    for app in ("accounts", "directives", "tasks", "config")
    for path in (ROOT / app).rglob("*")
    if path.suffix in {".py", ".html", ".js"} and "migrations" not in path.parts
]


def test_no_page_uses_the_picker_of_the_browser():
    assert [str(path) for path in SOURCES if OWN_PICKER.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("line", ['<input type="date">', 'input_type = "date"', 'attrs={"type": "date"}'])
def test_the_picker_of_the_browser_would_be_seen(line):
    assert OWN_PICKER.search(line)


def test_a_day_is_shown_as_it_is_typed():
    assert 'value="05/02/2026"' in DayInput().render("due_on", date(2026, 2, 5))
