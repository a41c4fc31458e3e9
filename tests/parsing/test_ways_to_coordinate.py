"""Sở A leads, Sở B and others help: the ways in which a paper says so."""

import pytest

from directives.parsing.extract import extract_text
from tests.parsing.test_ways_to_order import FOOT, HEAD

LEAD = "Sở Y tế"
HELPERS = ("Sở Nội vụ", "UBND các xã, phường")
WAYS = [
    ("{A} chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp cùng {B} và {C} rà soát hồ sơ.",),
    ("{A} phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} phối hợp {B}, {C} rà soát hồ sơ.",),
    ("{A} cùng với {B}, {C} rà soát hồ sơ.",),
    ("{A} cùng {B}, {C} rà soát hồ sơ.",),
    ("{A} rà soát hồ sơ, phối hợp với {B}, {C} tổng hợp.",),
    ("{A} chủ trì rà soát hồ sơ, {B}, {C} phối hợp.",),
    ("{A} chủ trì, {B} và {C} phối hợp rà soát hồ sơ.",),
    ("{A} là cơ quan chủ trì, {B}, {C} là cơ quan phối hợp rà soát hồ sơ.",),
    ("Giao {A} chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("Giao {A} chủ trì, {B}, {C} phối hợp rà soát hồ sơ.",),
    ("Giao {A} chủ trì, có sự tham gia của {B}, {C} rà soát hồ sơ.",),
    ("Giao {A} phối hợp với {B} và {C} rà soát hồ sơ.",),
    ("{A} chủ trì, tham mưu, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ động phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} có trách nhiệm phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} tiếp tục chủ trì, phối hợp chặt chẽ với {B}, {C} rà soát hồ sơ.",),
    ("{A} làm đầu mối, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} (chủ trì), {B}, {C} rà soát hồ sơ.",),
    ("{A} (cơ quan chủ trì) phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với: {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với {B}; {C} rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với {B}, {C} để rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với {B}, {C} trong việc rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với {B}, {C} khẩn trương rà soát hồ sơ.",),
    (
        "{A} chủ trì, phối hợp với {B}, {C} và các đơn vị có liên quan rà soát hồ sơ.",
        "các đơn vị có liên quan",
    ),
    (
        "{A} chủ trì, phối hợp với {B}, {C}, các cơ quan, đơn vị liên quan rà soát hồ sơ.",
        "các cơ quan, đơn vị liên quan",
    ),
    (
        "{A} phối hợp chặt chẽ với {B}, {C} và các tổ chức đoàn thể rà soát hồ sơ.",
        "các tổ chức đoàn thể",
    ),
    ("Chủ trì, phối hợp với {B}, {C} rà soát hồ sơ (giao {A}).",),
    ("Rà soát hồ sơ; {A} chủ trì, phối hợp với {B}, {C}.",),
    ("Rà soát hồ sơ; giao {A} chủ trì; {B}, {C} phối hợp.",),
    ("Rà soát hồ sơ ({A} chủ trì, {B}, {C} phối hợp).",),
    ("Rà soát hồ sơ (chủ trì: {A}; phối hợp: {B}, {C}).",),
    ("Rà soát hồ sơ. Chủ trì: {A}. Phối hợp: {B}, {C}.",),
    ("Rà soát hồ sơ. Cơ quan chủ trì: {A}; cơ quan phối hợp: {B}, {C}.",),
    ("Rà soát hồ sơ. {A} chủ trì, {B}, {C} phối hợp thực hiện.",),
    ("Rà soát hồ sơ.\n- Chủ trì: {A}.\n- Phối hợp: {B}, {C}.",),
    ("Rà soát hồ sơ.\n+ Cơ quan chủ trì: {A}\n+ Cơ quan phối hợp: {B}, {C}",),
    ("Rà soát hồ sơ.\nĐơn vị thực hiện: {A} (chủ trì), {B}, {C} (phối hợp).",),
    ("Rà soát hồ sơ.\nĐơn vị thực hiện: {A} chủ trì, phối hợp với {B}, {C}.",),
    ("Rà soát hồ sơ.\n(Đơn vị chủ trì: {A}; đơn vị phối hợp: {B}, {C})",),
    ("Rà soát hồ sơ.\nPhân công: {A} chủ trì; {B}, {C} phối hợp.",),
    ("{A}: Chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A}\na) Chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A}\na) Phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} chủ trì:\na) Phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("Đối với {A}: Chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("Giám đốc {A} chủ trì, phối hợp với Giám đốc {B}, Chủ tịch {C} rà soát hồ sơ.",),
    ("Giao Giám đốc {A} chủ trì, phối hợp với Thủ trưởng {B}, Chủ tịch {C} rà soát hồ sơ.",),
    ("{A} thực hiện chủ trì, phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} trực tiếp phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} thường xuyên phối hợp với {B}, {C} rà soát hồ sơ.",),
    ("{A} phối hợp, hỗ trợ {B}, {C} rà soát hồ sơ.",),
    ("{A} trao đổi, thống nhất với {B}, {C} để rà soát hồ sơ.",),
    ("{A} chủ trì, phối hợp với các đơn vị: {B}, {C} rà soát hồ sơ.",),
]
ALONE = [
    "{0} hướng dẫn {1}, {2} rà soát hồ sơ.",
    "{0} đôn đốc {1}, {2} rà soát hồ sơ.",
    "{0} lấy ý kiến {1}, {2} về hồ sơ.",
    "{0} làm việc với {1}, {2} để rà soát hồ sơ.",
]


@pytest.mark.parametrize("way", WAYS)
def test_who_leads_and_who_helps(way: tuple[str, ...]) -> None:
    text = way[0].format(A=LEAD, B=HELPERS[0], C=HELPERS[1])

    (task,) = extract_text(f"{HEAD}1. {text}{FOOT}").tasks

    assert (task.lead, task.coordinating) == ((LEAD,), (*HELPERS, *way[1:]))


@pytest.mark.parametrize("form", ALONE)
def test_whom_a_body_guides_or_asks_does_not_help(form: str) -> None:
    (task,) = extract_text(f"{HEAD}1. {form.format(LEAD, *HELPERS)}{FOOT}").tasks

    assert (task.lead, task.coordinating) == ((LEAD,), ())
