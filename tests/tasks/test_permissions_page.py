"""The page that shows the tables of permissions as they are."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils.html import escape

from tasks import policy
from tasks.relations import WORDS, Relation
from tasks.reports.permissions import LINES, POWERS, chapters

pytestmark = pytest.mark.django_db


def rows():
    return {(str(chapter.title), row.label): row for chapter in chapters() for row in chapter.rows}


def test_everybody_reads_every_line_of_every_table(people):
    client = Client()
    client.force_login(people.lan)
    page = client.get("/permissions/").content.decode()
    assert len(rows()) == sum(map(len, [*LINES.values(), *POWERS.values()]))
    assert [row.label for row in rows().values() if escape(row.label) not in page] == []
    assert "Chỉ lãnh đạo Sở A, cơ quan chủ trì, được làm việc này." in page


def test_the_page_says_what_the_code_does(monkeypatch):
    mark = (str(WORDS[Relation.CLERK]), True)
    assert mark not in rows()["Nhiệm vụ", "Tiếp nhận"].marks
    line = policy.TABLE["receive"]
    monkeypatch.setitem(policy.TABLE, "receive", replace(line, who=line.who | {Relation.CLERK}))
    assert mark in rows()["Nhiệm vụ", "Tiếp nhận"].marks


def test_statuses_and_conditions_stand_beside_the_step():
    verdict = rows()["Nhiệm vụ", "Xác nhận hoàn thành"]
    assert verdict.conditions == ["khi nhiệm vụ: “chờ xác nhận”", "không phải là người thực hiện nhiệm vụ"]
    assert rows()["Nhiệm vụ", "Thu hồi"].conditions == ["trừ khi nhiệm vụ: “hoàn thành”, “đã thu hồi”"]
