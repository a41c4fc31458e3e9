"""The directory of organisations: loading other files, paths, moves, validity and search."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts import directory, scope, tree
from accounts.actions import organisations as actions
from accounts.errors import DomainError, Refused, Stale
from accounts.models import AuditEntry, Organisation, OrganisationKind
from accounts.roles import Role
from tests import factories as make

TODAY = date(2026, 3, 2)


def named(typed):
    return [row.short_name for row in Organisation.objects.in_force(TODAY).named_like(typed)]


def write(folder, *organisations, successions=()):
    path = folder / "directory.json"
    content = {"organisations": list(organisations), "successions": list(successions)}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


# ── loading other files ───────────────────────────────────────────────────────────────────────
def test_changed_row_is_named_and_moved(db, tmp_path, capsys):
    city = {"code": "city", "name": "UBND thành phố", "kind": "ubnd_tp"}
    office = {"code": "office", "name": "Văn phòng", "kind": "co_quan_chuyen_mon"}
    call_command("load_organisations", write(tmp_path, city, office))
    call_command("load_organisations", write(tmp_path, city, {**office, "parent": "city", "symbols": ["VP"]}))
    assert "Đã cập nhật: office" in capsys.readouterr().out
    moved = Organisation.objects.get(code="office")
    assert (moved.parent.code, moved.symbols) == ("city", ["VP"])
    assert moved.path.startswith(moved.parent.path)


def test_mailbox_set_by_hand_survives_a_load(db, tmp_path):
    path = write(tmp_path, {"code": "city", "name": "UBND thành phố", "kind": "ubnd_tp"})
    call_command("load_organisations", path)
    Organisation.objects.update(email="ubnd@haiphong.example")
    call_command("load_organisations", path)
    assert Organisation.objects.get().email == "ubnd@haiphong.example"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "Không mã"}, "thiếu mã"),
        ({"code": "a", "kind": "ubnd_tp"}, "thiếu tên đầy đủ"),
        ({"code": "a", "name": "A", "kind": "so"}, 'loại "so" không có'),
        ({"code": "a", "name": "A", "kind": "ubnd_tp", "parent": "b"}, 'thuộc "b"'),
        ({"code": "a", "name": "A", "kind": "ubnd_tp", "colour": 1}, "cột không hiểu: colour"),
        ({"code": "a", "name": "A", "kind": "ubnd_tp", "aliases": "B"}, "phải là danh sách"),
        ({"code": "a", "name": "A", "kind": "ubnd_tp", "valid_from": "1/7/2025"}, "năm-tháng-ngày"),
        (
            {"code": "a", "name": "A", "kind": "ubnd_tp", "valid_from": "2025-07-01", "valid_to": "2025-07-01"},
            "kết thúc trước",
        ),
    ],
)
def test_bad_row_is_named_and_nothing_is_loaded(db, tmp_path, row, sentence):
    good = {"code": "good", "name": "Tốt", "kind": "ubnd_tp"}
    with pytest.raises(CommandError, match="Dòng 2") as raised:
        call_command("load_organisations", write(tmp_path, good, row))
    assert sentence in str(raised.value)
    assert not Organisation.objects.exists()


def test_repeated_code_and_unknown_successor_are_both_named(db, tmp_path):
    row = {"code": "a", "name": "A", "kind": "ubnd_tp"}
    link = {"into": "nowhere", "on": "2025-07-01", "kind": "merged_into", "names": ["B"]}
    with pytest.raises(directory.UnreadableDirectory) as raised:
        directory.read(write(tmp_path, row, row, successions=[link]))
    assert len(raised.value.sentences) == 2


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"rows": []}'])
def test_file_that_is_no_directory_is_refused_in_one_sentence(db, tmp_path, content):
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="không đọc được"):
        call_command("load_organisations", path)


def test_missing_file_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        call_command("load_organisations", tmp_path / "none.json")


# ── tree ──────────────────────────────────────────────────────────────────────────────────────
def test_move_rewrites_every_path_below(people):
    budget = make.organisation(name="Phòng Ngân sách", parent=people.finance, kind=OrganisationKind.DIVISION)
    team = make.organisation(name="Tổ thu", parent=budget, kind=OrganisationKind.DIVISION)
    actions.move(budget.pk, parent=people.building, actor=people.quan, today=TODAY, seen_version=1)
    below = Organisation.objects.within(Organisation.objects.get(code="building"))
    assert {row.pk for row in below} == {people.building.pk, budget.pk, team.pk}
    team.refresh_from_db()
    budget.refresh_from_db()
    assert team.path.startswith(budget.path)
    assert list(Organisation.objects.within(people.finance)) == [people.finance]
    assert AuditEntry.objects.filter(action="organisation.moved", target_id=str(budget.pk)).exists()


def test_move_to_the_top_and_below_takes_a_free_path(people):
    actions.move(people.finance.pk, parent=None, actor=people.quan, today=TODAY, seen_version=None)
    newcomer = make.organisation(name="Sở Y tế", parent=people.city)
    paths = list(Organisation.objects.values_list("path", flat=True))
    assert len(set(paths)) == len(paths)
    assert newcomer.path.startswith(people.city.path)


def test_move_into_itself_is_refused(people):
    with pytest.raises(DomainError, match="bên trong chính nó"):
        actions.move(people.city.pk, parent=people.finance, actor=people.quan, today=TODAY, seen_version=None)


def test_move_with_an_old_version_is_refused(people):
    with pytest.raises(Stale):
        actions.move(people.finance.pk, parent=None, actor=people.quan, today=TODAY, seen_version=7)


def test_only_administrators_change_the_directory(people):
    for person in (people.minh, people.hoa, people.binh, people.kiem, people.thao):
        with pytest.raises(Refused):
            actions.change(people.finance.pk, {"email": "x@y.example"}, actor=person, today=TODAY, seen_version=None)


def test_rename_keeps_the_former_name_findable(people):
    actions.rename(
        people.building.pk,
        name="Sở Xây dựng và Giao thông",
        short_name="Sở XD&GT",
        actor=people.quan,
        today=TODAY,
        seen_version=1,
    )
    assert named("Sở Xây dựng") == ["Sở XD&GT"]
    assert "Sở Xây dựng" in Organisation.objects.get(pk=people.building.pk).aliases


def test_create_refuses_a_taken_code(people):
    values = {"code": "finance", "name": "Sở khác", "kind": "co_quan_chuyen_mon"}
    with pytest.raises(DomainError, match="đã có tổ chức dùng"):
        actions.create(values, parent=people.city, actor=people.quan, today=TODAY)


def test_create_writes_row_path_and_trail(people):
    values = {"code": "syt", "name": "Sở Y tế", "short_name": "Sở Y tế", "kind": "co_quan_chuyen_mon"}
    made = actions.create(values, parent=people.city, actor=people.quan, today=TODAY)
    assert made.path.startswith(people.city.path)
    assert AuditEntry.objects.get(action="organisation.created").after["code"] == "syt"


def test_unchanged_form_writes_no_trail(people):
    actions.change(people.finance.pk, {"name": "Sở Tài chính"}, actor=people.quan, today=TODAY, seen_version=1)
    assert not AuditEntry.objects.exists()


# ── validity ──────────────────────────────────────────────────────────────────────────────────
def test_intervals_are_half_open(people):
    actions.end(people.finance.pk, on=TODAY, actor=people.quan, today=TODAY)
    assert people.finance in Organisation.objects.in_force(TODAY - timedelta(days=1))
    assert people.finance not in Organisation.objects.in_force(TODAY)


def test_interval_without_a_day_is_refused_by_the_schema(people):
    with pytest.raises(IntegrityError, match="organisation_interval_not_empty"), transaction.atomic():
        Organisation.objects.filter(pk=people.finance.pk).update(valid_from=TODAY, valid_to=TODAY)


def test_end_waits_for_what_hangs_below(people):
    with pytest.raises(DomainError, match="trực thuộc"):
        actions.end(people.city.pk, on=TODAY, actor=people.quan, today=TODAY)


def test_scope_reaches_the_subtree_of_the_post_only(people):
    team = make.organisation(name="Phòng Ngân sách", parent=people.finance, kind=OrganisationKind.DIVISION)
    reach = scope.of(people.minh, TODAY)
    assert not reach.everything
    assert team.path.startswith(reach.paths[0])
    assert not people.building.path.startswith(reach.paths[0])


def test_scope_ends_with_the_post(people):
    people.minh.memberships.update(valid_to=TODAY)
    assert scope.of(people.minh, TODAY).paths == ()


@pytest.mark.parametrize(("name", "everything"), [("hoa", True), ("thao", True), ("binh", True), ("lan", False)])
def test_the_office_sees_everything(people, name, everything):
    assert scope.of(getattr(people, name), TODAY).everything is everything


def test_auditor_post_in_a_unit_gives_no_subtree(people):
    auditor = make.user(name="Kiểm", organisation=people.finance, role=Role.AUDITOR)
    assert scope.of(auditor, TODAY).organisations == ()


# ── search and tree ───────────────────────────────────────────────────────────────────────────
def test_search_column_follows_a_rename(people):
    actions.change(people.finance.pk, {"symbols": ["STC"]}, actor=people.quan, today=TODAY, seen_version=1)
    assert named("stc") == ["Sở Tài chính"]


def test_tree_hangs_found_rows_under_the_nearest_shown_one(people):
    team = make.organisation(name="Phòng Ngân sách", parent=people.finance, kind=OrganisationKind.DIVISION)
    shown = tree.nodes([people.city, team])
    assert [(node.organisation, node.depth) for node in shown] == [(people.city, 0), (team, 1)]
