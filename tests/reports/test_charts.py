"""Pictures: well-formed, every value to be read, told apart without colour, nothing that the CSP bans."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from tasks.charts.heat import DEPTHS, depth_of
from tasks.charts.scale import scale
from tasks.charts.svg import cut
from tasks.reports.drawing import drawn, told
from tasks.reports.paper import Chart, Series, Shape
from tasks.templatetags.charts import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = tuple(f"{month:02}/25" for month in range(1, 13))
TREND = Chart(
    Shape.LINES, "Diễn biến 12 tháng", MONTHS,
    (Series("Giao mới", tuple(range(100, 112))), Series("Quá hạn", (None, *range(20, 31)), "bad")), "nhiệm vụ",
)  # fmt: skip
UNITS = ("Sở Tài chính", "UBND phường Hồng Bàng", "Ban Quản lý Khu kinh tế Hải Phòng và các khu công nghiệp")
AGES = (Series("1-7 ngày", (4, 0, 12)), Series("8-30 ngày", (3, 1, None)), Series("Trên 120 ngày", (1, 2, 30), "bad"))
BARS = Chart(Shape.BARS, "Quá hạn", UNITS, AGES[:1])
STACKED = Chart(Shape.STACKED, "Tuổi quá hạn", UNITS, AGES)
HEAT = Chart(Shape.HEAT, "Muộn theo tháng", MONTHS[:3], tuple(Series(unit, (0, None, 9)) for unit in UNITS))
STAGES = ("Đã giao", "Đã nhận", "Đã báo cáo", "Xong", "Quá hạn")
FLOW = Chart(
    Shape.FLOW, "Đường đi", STAGES,
    (Series("Đã giao", (0, 8, 0, 0, 2), "info"), Series("Đã nhận", (0, 0, 5, 0, 3)),
     Series("Đã báo cáo", (0, 0, 0, 5, 0))),
)  # fmt: skip
ALL = [TREND, BARS, STACKED, HEAT, FLOW]


def parsed(picture):
    return ElementTree.fromstring(picture)  # noqa: S314 - our own drawing


def texts(chart, width=WIDE):
    return [each.text for each in parsed(drawn(chart, width)).iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.shape.value)
def test_a_picture_is_named_described_and_within_its_frame(chart, width):
    picture = drawn(chart, width)
    root = parsed(picture)
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert [named[key] for key in root.get("aria-labelledby").split()] == [chart.title, told(chart)]
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", picture)
    high = float(root.get("viewBox").split()[3])
    for each in root.iter(f"{SVG}text"):
        room = len(each.text or "") * 6.0
        start = float(each.get("x")) - room * {"start": 0, "middle": 0.5, "end": 1}[each.get("text-anchor")]
        assert start > -6
        assert start + room < width + 6
        assert 0 < float(each.get("y")) <= high


def test_every_value_of_bars_heat_and_flow_is_printed():
    assert {"4", "0", "12"} <= set(texts(BARS))
    assert {"8", "3", "42"} <= set(texts(STACKED))  # sums
    assert texts(HEAT).count("9") == texts(HEAT).count("0") == len(UNITS)
    assert {"Đã giao: 10", "Đã nhận: 8", "Quá hạn: 5", "Xong: 5"} <= set(texts(FLOW))


def test_lines_are_told_apart_by_dash_and_shape_and_named_where_they_end():
    root = parsed(drawn(TREND, WIDE))
    lines = list(root.iter(f"{SVG}polyline"))
    assert len({line.get("stroke-dasharray") for line in lines}) == len(lines) == 2
    assert {"Giao mới: 111", "Quá hạn: 30"} <= set(texts(TREND))
    assert len(list(root.iter(f"{SVG}circle"))) == 12
    assert len(lines[1].get("points").split()) == 11  # no point where nothing is known


def test_stacked_series_have_fillings_of_their_own():
    root = parsed(drawn(STACKED, WIDE))
    hatches = {path.get("d") for path in root.iterfind(f".//{SVG}pattern/{SVG}path")}
    assert len(hatches) == 2  # the first is full
    pictures = [parsed(drawn(STACKED, width)) for width in (WIDE, NARROW)]
    ids = [each.get("id") for picture in pictures for each in picture.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_words_are_escaped():
    chart = Chart(Shape.BARS, "<b>&", ("<script>",), (Series('"x"', (1,)),))
    assert "<script>" in texts(chart)
    assert "<script>" not in drawn(chart, WIDE)


@pytest.mark.parametrize("shape", list(Shape))
def test_nothing_to_draw_is_no_error(shape):
    for chart in (Chart(shape, "Trống", (), ()), Chart(shape, "Trống", ("A",), (Series("A", (None,)),))):
        parsed(drawn(chart, WIDE))


def test_the_table_behind_holds_the_same_numbers():
    page = Template("{% load charts %}{% report_chart chart table=True %}").render(Context({"chart": STACKED}))
    cells = re.findall(r'<td class="num">(.*?)</td>', page)
    assert cells == ["4", "3", "1", "0", "1", "2", "12", "–", "30"]
    assert "Xem số liệu" in page
    assert "<details" not in Template("{% load charts %}{% report_chart chart %}").render(Context({"chart": STACKED}))


@pytest.mark.parametrize("most", [0, 1, 3, 7, 10, 99, 100, 1234, 987654])
def test_an_axis_reaches_its_greatest_value_in_few_round_steps(most):
    axis = scale(most, 0, 100)
    assert axis.most >= most
    assert 1 <= len(axis.ticks) - 1 <= 7
    assert axis.place(axis.most) == 100
    assert all(tick == int(tick) for tick in axis.ticks)


def test_depths_begin_with_the_first_case_and_end_with_the_most():
    assert [depth_of(value, 100) for value in (0, 1, 50, 100)] == [0, 1, round(0.5 * DEPTHS), DEPTHS]


def test_names_that_do_not_fit_are_cut():
    assert cut("Sở Tài chính", 200) == "Sở Tài chính"
    assert cut("Ban Quản lý Khu kinh tế", 65) == "Ban Quản…"
