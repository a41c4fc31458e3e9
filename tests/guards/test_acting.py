"""Every action asks under which post its right is held, so that the trail names that post."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
ACTIONS = sorted(path for app in ("accounts", "directives", "tasks") for path in (HERE / app / "actions").glob("*.py"))
BARE = re.compile(r"\(\s*actor,[^()]*\btoday\b[^()]*\)\.require\(\)")


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_rights_of_posts_are_demanded_through_acting(path):
    found = BARE.findall(path.read_text(encoding="utf-8"))
    assert found == [], "write acting.require(may, actor, …, today=today)"
