"""The two commands, also on the real papers that lie beside the checkout where they exist."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directives.models import Directive, DirectiveFile, FileState
from tests.directives.papers import SAMPLE, plan

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
DEV = sorted(SHARED.glob("extraction/dev/*.txt"))

beside = pytest.mark.shared
needs_shared = pytest.mark.skipif(not SEEDS, reason="the shared material is not beside this checkout")


def run(command, *args, **options):
    out = io.StringIO()
    call_command(command, *map(str, args), stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(plan(), encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "trong.txt"
    path.write_text("", encoding="utf-8")
    return path


# ── import_directive ──────────────────────────────────────────────────────────────────────────
def test_import_says_number_drafts_and_warnings_on_one_line(people, paper):
    (line,) = run("import_directive", paper)
    assert line == f"{paper}: 15/KH-UBND · 2 đề xuất · 0 lưu ý · Về việc rà soát nhà ở xuống cấp trên địa bàn thành phố"


def test_import_goes_on_after_a_failure_and_fails_at_the_end(people, paper, empty):
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 of 3 files"):
        call_command("import_directive", str(empty), "/khong/co.txt", str(paper), stdout=out)
    first, second, third = out.getvalue().splitlines()
    assert "Tệp không có nội dung chữ" in first
    assert second.startswith("/khong/co.txt: ")
    assert "15/KH-UBND" in third


def test_a_second_import_changes_nothing(people, paper):
    run("import_directive", paper)
    run("import_directive", paper)
    assert (Directive.objects.count(), DirectiveFile.objects.count()) == (1, 1)


def test_import_in_the_name_of_a_person(people, paper):
    run("import_directive", paper, user="thao")
    assert Directive.objects.get().registered_by == people.thao


# ── extract_directive ─────────────────────────────────────────────────────────────────────────
def extract(*args):
    """The command in this process: its exit status and its output; the tests that use it have no database."""
    out = io.StringIO()
    try:
        call_command("extract_directive", *map(str, args), stdout=out)
    except (CommandError, SystemExit) as error:
        return getattr(error, "returncode", 1), out.getvalue()
    return 0, out.getvalue()


def extract_apart(*args):
    """The command in a process of its own, with a database address where nothing listens."""
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "manage.py", "extract_directive", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_extract_needs_no_database(paper):
    done = extract_apart(paper, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["file"] == str(paper)
    assert found["header"]["number"] == "15/KH-UBND"
    assert [task["deadline"]["due_on"] for task in found["tasks"]] == ["2026-09-30", "2026-10-15"]
    assert [task["lead"] for task in found["tasks"]] == [["Sở Xây dựng"], ["Sở Tài chính"]]


def test_extract_goes_on_after_a_failure_and_fails_at_the_end(paper, empty):
    status, said = extract(empty, "khong-co.txt", paper, "--json")
    first, second, third = map(json.loads, said.splitlines())
    assert status == 1
    assert (first["file"], set(first)) == (str(empty), {"file", "error"})
    assert second["error"].startswith("Không mở được tệp")
    assert third["header"]["number"] == "15/KH-UBND"


def test_extract_prints_a_summary_for_people(paper):
    status, said = extract(paper)
    assert status == 0
    assert said.splitlines()[0].endswith("15/KH-UBND · 2026-08-20 · Ủy ban nhân dân thành phố Hải Phòng")
    assert "[I.1] Sở Xây dựng · 2026-09-30" in said


# ── real papers ───────────────────────────────────────────────────────────────────────────────
@beside
@needs_shared
def test_the_five_seeds_become_directives_and_those_that_print_a_number_give_drafts(city):
    lines = run("import_directive", *SEEDS)
    assert len(lines) == Directive.objects.count() == 5
    assert not DirectiveFile.objects.exclude(state=FileState.READ).exists()
    numbered = Directive.objects.exclude(number=None)
    assert {paper.symbol for paper in numbered} == {"CT-UBND", "NQ-CP", "BC-UBND"}
    for paper in numbered:
        assert paper.drafts.exists(), paper
        for draft in paper.drafts.all():
            assert 0 <= draft.start < draft.end <= len(paper.text)


@beside
@needs_shared
def test_the_news_on_directive_02_gives_the_draft_for_everybody_due_in_february(city):
    (news,) = [path for path in SEEDS if "02/CT-UBND" in path.read_text(encoding="utf-8")][:1]
    run("import_directive", news)
    paper = Directive.objects.get()
    assert paper.number_text == "02/CT-UBND"
    draft = paper.drafts.get(due_on=date(2023, 2, 15))
    assert draft.lead_mentions == ["các sở, ngành, đơn vị và địa phương"]
    (group,) = [row for row in draft.candidates if "group" in row]
    assert group["name"].startswith("các sở, ban, ngành; UBND các xã, phường, đặc khu")


@beside
@needs_shared
def test_the_dev_set_is_extracted_and_scored_without_an_error(tmp_path):
    status, said = extract(*DEV, "--json")
    assert status == 0
    answers = tmp_path / "answers.jsonl"
    answers.write_text(said, encoding="utf-8")
    rows = [json.loads(line) for line in said.splitlines()]
    assert [row["file"] for row in rows] == [str(path) for path in DEV]
    score = [sys.executable, str(SHARED / "extraction" / "score.py"), str(DEV[0].parent), str(answers)]
    scored = subprocess.run(score, capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


def test_our_own_sample_of_2023_leads_to_the_bodies_of_today(city):
    run("import_directive", SAMPLE)
    paper = Directive.objects.get(number_text="02/CT-UBND")
    everybody = paper.drafts.get(due_on=date(2023, 2, 15))
    assert everybody.lead_mentions == ["Các sở, ngành, đơn vị và địa phương"]
    plan_of_the_city = paper.drafts.get(path="II.1", due_on=date(2023, 6, 30))
    assert plan_of_the_city.lead_mentions == ["Sở Kế hoạch và Đầu tư"]
    assert plan_of_the_city.leads.get().code == "stc"
    assert {row.code for row in plan_of_the_city.coordinating.all()} == {"sxd", "snnmt"}
