"""The directory of organisations that comes with the product: loaded once for the tests of this file."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import AuditEntry, Organisation, OrganisationKind, Succession

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """What loading said; its rows lie around the transactions of all tests of this file, which roll back their own."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_organisations", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def named(typed):
    return [row.short_name for row in Organisation.objects.in_force(TODAY).named_like(typed)]


def test_built_in_directory_holds_the_city(loaded):
    in_force = Organisation.objects.in_force(TODAY)
    counts = {kind: in_force.filter(kind=kind).count() for kind in ("ubnd_phuong", "ubnd_xa", "ubnd_dac_khu")}
    assert counts == {"ubnd_phuong": 45, "ubnd_xa": 67, "ubnd_dac_khu": 2}
    assert in_force.filter(kind=OrganisationKind.DEPARTMENT).count() == 13
    assert Organisation.objects.exclude(kind=OrganisationKind.CENTRAL_AUTHORITY).count() == 216
    assert "Thêm 225 tổ chức" in loaded


def test_loading_again_changes_nothing(loaded, capsys):
    before = list(Organisation.objects.order_by("pk").values())
    entries = AuditEntry.objects.count()
    call_command("load_organisations")
    assert "Thêm 0 tổ chức, cập nhật 0, giữ nguyên 225; thêm 0 kế thừa." in capsys.readouterr().out
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == entries


def test_every_load_is_audited(loaded):
    assert AuditEntry.objects.filter(action="organisation.created").count() == 225


def test_departments_stand_in_the_usual_order(loaded):
    ranked = Organisation.objects.in_force(TODAY).order_by("rank").values_list("code", flat=True)
    assert list(ranked)[:5] == ["ubnd-tp", "vpub", "snv", "stp", "stc"]
    assert list(ranked)[14] == "bqlkkt"


def test_name_of_2023_means_the_body_of_2023(loaded):
    day = date(2023, 1, 10)
    finance = Organisation.objects.in_force(day).filter(aliases__contains=["Sở Tài chính"])
    assert [row.code for row in finance] == ["stc-cu"]
    assert Organisation.objects.in_force(day).filter(code="syt").exists()  # went on unchanged
    assert not Organisation.objects.in_force(day).filter(kind=OrganisationKind.WARD).exists()


def test_successions_lead_from_old_departments_to_todays(loaded):
    became = Succession.objects.filter(predecessor__code="skhdt-cu")
    assert [(link.successor.code, link.effective_on) for link in became] == [("stc", date(2025, 3, 1))]
    district = Succession.objects.filter(predecessor__code="quan-hong-bang").count()
    assert district >= 2
    assert Succession.objects.filter(predecessor=None).count() > 400


def test_ranks_and_parents_make_one_tree(loaded):
    rows = {row.pk: row for row in Organisation.objects.all()}
    for row in rows.values():
        above = rows[row.parent_id].path if row.parent_id else ""
        assert row.path.startswith(above)
        assert len(row.path) == len(above) + 7


def test_typed_accents_are_exact_and_missing_ones_are_not(loaded):
    assert named("Cẩm Giàng") == ["UBND xã Cẩm Giàng"]
    assert sorted(named("cam giang")) == ["UBND xã Cẩm Giang", "UBND xã Cẩm Giàng"]


def test_symbols_and_aliases_are_found(loaded):
    assert named("SNNMT") == ["Sở Nông nghiệp và Môi trường"]
    assert named("ủy ban nhân dân phường thành đông") == ["UBND phường Thành Đông"]


def test_words_are_found_at_their_beginning_only(loaded):
    assert "Sở Tài chính" not in named("ính")
