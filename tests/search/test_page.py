"""The box and the page: groups, order, paging, filters, and the lists and the API that ask the same engine."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories


def page(client, typed, **given):
    return client.get(reverse("search"), {"q": typed, **given})


def found(client, typed, **given):
    """{group: titles} of the page for `typed`."""
    groups = page(client, typed, **given).context["groups"]
    return {each.key: ["".join(piece.text for piece in hit.title) for hit in each.hits] for each in groups if each.hits}


@pytest.fixture
def hoa(city, client):
    client.force_login(city.hoa)
    return client


@pytest.mark.parametrize("typed", ["chi thi 2 ubnd", "02/CT-UBND", "CT 02", "ct2", "chỉ thị số 2 của UBND"])
def test_every_spelling_finds_the_paper_first_then_those_that_cite_it(hoa, typed):
    groups = found(hoa, typed)
    assert [title.split(" – ")[0] for title in groups["papers"]] == ["Chỉ thị 02/CT-UBND", "Quyết định 03/QĐ-UBND"]
    assert groups["tasks"] == ["Lập kế hoạch giải ngân vốn"]


def test_papers_are_found_by_their_text_with_the_place_shown(hoa):
    response = page(hoa, "rút ngắn thủ tục")
    hit = response.context["groups"][0].hits[0]
    assert [piece.text for piece in hit.snippet if piece.met] == ["rút", "ngắn", "thủ", "tục"]
    assert "<mark>rút</mark> <mark>ngắn</mark>" in response.content.decode()
    assert found(hoa, "rụt ngắn") == {}


@pytest.mark.parametrize("typed", ["stc", "STC", "Sở TC", "so tc", "sở tài chính", "so tai chinh"])
def test_a_department_is_found_by_name_alias_and_abbreviation(hoa, typed):
    assert found(hoa, typed)["organisations"] == ["Sở Tài chính"]


def test_people_are_found_with_their_posts(hoa):
    assert found(hoa, "nguyen thi lan") == {"people": ["Nguyễn Thị Lan"]}
    hit = page(hoa, "Lan").context["groups"][4].hits[0]
    assert "".join(piece.text for piece in hit.facts) == "Chuyên viên, Sở Tài chính"


def test_files_are_found_by_their_words_and_by_their_names(hoa):
    assert found(hoa, "vốn đầu tư công") == {"files": ["bao-cao.txt"]}
    assert found(hoa, "mat-bang")["files"] == ["mat-bang.txt"]


def test_pages_and_reports_are_found_by_name(hoa):
    titles = ["".join(piece.text for piece in hit.title) for hit in page(hoa, "bang qua han").context["pages"]]
    assert "Bảng quá hạn" in titles


def test_a_group_goes_on_by_a_cursor_without_gap_or_repetition(hoa, city):
    for number in range(45):
        factories.task(lead=city.finance, directive=city.order, title=f"Rà soát quỹ đất số {number}")
    titles, cursor = [], ""
    for size in (20, 20, 5):
        response = page(hoa, "quỹ đất", **{"in": "tasks", "after": cursor})
        group = response.context["group"]
        assert (len(group.hits), group.counted) == (size, 45)
        titles += ["".join(piece.text for piece in hit.title) for hit in group.hits]
        cursor = group.found.next_cursor
    assert cursor == ""
    assert titles == [f"Rà soát quỹ đất số {number}" for number in reversed(range(45))]


def test_filters_narrow_what_has_them_and_leave_out_the_rest(hoa, city):
    other = factories.directive(number=9, kind="KH", symbol="KH-UBND", issued_on=date(2024, 5, 2), subject="Giải ngân")
    factories.task(lead=city.finance, directive=other, title="Giải ngân năm sau", assigned_on=date(2024, 5, 3))
    assert found(hoa, "giải ngân", kind="KH") == {
        "papers": ["Kế hoạch 09/KH-UBND – Giải ngân"],
        "tasks": ["Giải ngân năm sau"],
    }
    assert found(hoa, "giải ngân", year="2024")["tasks"] == ["Giải ngân năm sau"]
    assert found(hoa, "lan", year="2023") == {}


def test_an_unknown_filter_is_an_error_and_finds_nothing(hoa):
    response = page(hoa, "giải ngân", kind="XYZ")
    assert response.status_code == 422
    assert "groups" not in response.context


@pytest.mark.parametrize("typed", ["", "%", "_", "😀", "x" * 2000, "' OR 1=1 --", "\0", "!!! & | <->"])
def test_nothing_that_is_typed_breaks_the_page_or_the_box(hoa, typed):
    assert page(hoa, typed).status_code in {200, 422}
    assert hoa.get(reverse("search-quick"), {"q": typed}).status_code == 200


@pytest.mark.parametrize("cursor", ["x", "0_", "_1", "9" * 40, "0_99999999999999999999", "٣_٣", "-1_5"])
def test_an_unreadable_cursor_starts_over(hoa, cursor):
    assert len(page(hoa, "giải ngân", **{"in": "tasks", "after": cursor}).context["group"].hits) == 1


def test_the_box_takes_the_last_word_for_a_beginning_and_leads_to_the_same_page(hoa):
    response = hoa.get(reverse("search-quick"), {"q": "lập kế hoạch giải ng"})
    groups = response.context["groups"]
    assert [(group.key, group.counted) for group in groups] == [("tasks", 1)]
    every = hoa.get(groups[0].every)
    assert every.context["group"].counted == 1


def test_typed_markup_is_shown_as_text(hoa):
    typed = "<script>alert(1)</script> giải"
    for name in ("search", "search-quick"):
        assert "<script>alert" not in hoa.get(reverse(name), {"q": typed}).content.decode()


@pytest.mark.parametrize(
    "typed", ["giải ngân", "02/CT-UBND", "giai", "giải phóng", "“kế hoạch giải ngân”", "không có đâu"]
)
def test_the_list_the_api_and_the_page_count_the_same(hoa, typed):
    group = page(hoa, typed, **{"in": "tasks"}).context["group"]
    listed = hoa.get(reverse("task-list"), {"q": typed, "level": "all"}).context["page"].paginator.count
    answered = len(hoa.get("/api/v1/tasks/", {"q": typed, "level": "all"}).json()["results"])
    assert group.counted == listed == answered


def test_more_rows_cost_no_more_queries(hoa, city):
    def queries(typed, name):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            hoa.get(reverse(name), {"q": typed})
        return len(caught)

    few = queries("giải", "search-quick"), queries("giải", "search")
    for number in range(30):
        paper = factories.directive(number=100 + number, symbol="KH-UBND", kind="KH", subject=f"Giải pháp {number}")
        factories.task(lead=city.finance, directive=paper, title=f"Giải trình việc {number}")
    assert (queries("giải", "search-quick"), queries("giải", "search")) == few
    assert max(few) <= 32
