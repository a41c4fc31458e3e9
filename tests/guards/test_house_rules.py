"""The rules of the house about code, kept by the machine: sizes, directions, words that may not stand in a file."""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "accounts", "directives", "tasks")
# Spelled with classes of one letter, so that this file does not name what no file may name.
HOSTS = re.compile(r"pyp[i]\.org|pythonhoste[d]|registry\.npmj[s]|npmj[s]\.org|(?:deb|security)\.debia[n]\.org")
PLACES = re.compile(r"(?<![\w.])/(?:root|work|farm|home/\w+)/[\w.]")


def tracked(*suffixes):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    names = (
        listed
        if any(listed)
        else [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if ".venv" not in path.parts]
    )
    return [ROOT / name for name in names if name.endswith(suffixes) and (ROOT / name).is_file()]


def sources():
    return [
        path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    ]


class Function(NamedTuple):
    """What the rules ask about a function: where it stands, lines from `def` to its last, how deep its blocks go."""

    place: str
    length: int
    depth: int


class Read(NamedTuple):
    """What the rules ask about all files."""

    functions: list[Function]
    bare: list[str]
    joined: list[str]


@cache
def read():
    """Every file, parsed and walked through once for all rules: the trees together would fill the memory."""
    found = Read([], [], [])
    for path in sources():
        place, text = path.relative_to(ROOT), path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        nodes = list(ast.walk(tree))
        found.functions.extend(
            Function(f"{place}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1, depth(node))
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        found.bare.extend(f"{place}:{node.lineno} {node.name}" for node in tree.body if unexplained(node))
        if all(name in text for name in JOINED_LOCK):
            found.joined.extend(f"{place}:{node.lineno}" for node in nodes if locks_what_it_joins(node))
    return found


def unexplained(node):
    """Whether a public function or class says nothing of what it means."""
    named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    return named and not ast.get_docstring(node)


def locks_what_it_joins(node):
    """Whether a plain statement holds both calls."""
    if not isinstance(node, ast.stmt) or hasattr(node, "body"):
        return False
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)} >= JOINED_LOCK


JOINED_LOCK = {"select_for_update", "select_related"}
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def depth(node, level=0):
    """How deep blocks stand in each other; the branches of one `elif` chain stand side by side."""
    below = [level]
    for child in ast.iter_child_nodes(node):
        chained = isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)
        below.append(depth(child, level + (isinstance(child, BLOCKS) and not chained)))
    return max(below)


def test_no_function_is_longer_than_sixty_lines():
    assert read().functions
    assert [function.place for function in read().functions if function.length > 60] == []


def test_half_of_all_functions_fit_in_eight_lines_and_most_in_forty():
    lengths = [function.length for function in read().functions]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=20)[-1] <= 40


def test_no_file_is_longer_than_four_hundred_lines():
    long = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in sources()}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_nesting_is_at_most_three_deep():
    assert [function.place for function in read().functions if function.depth > 3] == []


@pytest.mark.parametrize("pattern", [HOSTS, PLACES], ids=["registry host", "path of a machine"])
def test_no_file_names_what_belongs_to_one_place(pattern):
    texts = tracked(
        ".py", ".md", ".toml", ".txt", ".yml", ".html", ".js", ".css", ".sh", "Makefile", "Dockerfile", "run"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in texts
        if path.name != "test_house_rules.py" and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


def test_suppressions_carry_a_reason():
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


def test_imports_run_one_way():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_public_thing_says_what_it_means():
    assert read().bare == []


def test_every_job_names_its_queue():
    from config.celery import app

    app.loader.import_default_modules()
    own = {name: job for name, job in app.tasks.items() if name.startswith(("tasks.", "directives.", "accounts."))}
    assert own
    assert {name for name, job in own.items() if getattr(job, "lane", "") not in {"quick", "mail", "nightly"}} == set()


def test_a_message_goes_to_the_queue_its_job_names():
    from config.celery import app

    app.loader.import_default_modules()
    for name in ("tasks.jobs.sweep_today", "tasks.jobs.send_waiting_mail", "directives.jobs.pick_up_stragglers"):
        job = app.tasks[name]
        routed = app.amqp.router.route({}, name, task_type=job)
        assert routed["queue"].name == job.lane


def test_starting_worker_and_beat_warns_of_nothing_that_ends():
    program = (
        "import django, warnings; django.setup();"
        "from config.celery import app; app.loader.import_default_modules(); app.finalize();"
        "from redbeat.schedulers import RedBeatConfig; RedBeatConfig(app)"
    )
    strict = ["-W", "error::DeprecationWarning:redbeat", "-W", "error::DeprecationWarning:config"]
    celery = ["-W", "error:::celery.app.task"]
    done = subprocess.run(
        [sys.executable, *strict, *celery, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "eprecat" in done.stderr) == (0, False), done.stderr


def test_the_schedule_names_jobs_that_exist():
    from config.celery import app
    from config.schedule import BEAT

    app.loader.import_default_modules()
    assert {entry["task"] for entry in BEAT.values()} <= set(app.tasks)


def test_rows_are_locked_before_they_are_joined():
    """Both in one statement lose the row whose body or person changes meanwhile (`accounts.locking.locked`)."""
    assert [place for place in read().joined if not place.startswith("accounts/locking.py")] == []
