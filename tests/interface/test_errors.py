"""Every failure is one sentence with a next step, in the frame where possible and without it where not."""

import subprocess
import sys

import pytest
from django.core.exceptions import PermissionDenied

from config import views


def test_a_missing_page_says_so_and_leads_back(client, people):
    client.force_login(people.lan)
    answer = client.get("/khong-co/", headers={"Referer": "http://testserver/help/?a=1"})
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "không thuộc phạm vi" in shown
    assert 'href="/help/?a=1"' in shown


@pytest.mark.parametrize(
    "referer", ["https://la.example/help/", "http://testserver/khong-co/", "", "javascript:alert(1)"]
)
def test_no_way_back_to_another_site_or_to_the_page_itself(rf, referer):
    request = rf.get("/khong-co/", headers={"Referer": referer})
    assert views.came_from(request) == ""


def test_a_refusal_shows_its_reason(rf, people):
    request = rf.get("/x/")
    request.user = people.lan
    answer = views.forbidden(request, PermissionDenied("Chỉ cơ quan chủ trì được trình."))
    assert answer.status_code == 403
    assert "Chỉ cơ quan chủ trì được trình." in answer.content.decode()


def test_a_breakdown_is_told_without_asking_the_database(rf, people, django_assert_num_queries):
    request = rf.get("/x/")
    request.user = people.lan
    with django_assert_num_queries(0):
        answer = views.server_error(request)
    shown = answer.content.decode()
    assert answer.status_code == 500
    assert "dữ liệu đã lưu không bị mất" in shown
    assert "UBND thành phố Hải Phòng" in shown


def test_a_form_whose_session_ended_is_answered_in_vietnamese(people):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people.lan)
    answer = client.post("/accounts/password/change/", {})
    assert answer.status_code == 403
    assert "hết hạn" in answer.content.decode()


def test_the_style_page_is_not_for_production(settings):
    code = (
        "import django; django.setup();"
        "from django.urls import NoReverseMatch, reverse\n"
        "try:\n reverse('style')\nexcept NoReverseMatch:\n print('absent')"
    )
    given = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "APP_ENV": "production",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "theodoi.example",
        "SITE_URL": "https://theodoi.example",
        "DATABASE_URL": "postgresql://a:b@localhost:1/c",
        "REDIS_URL": "redis://localhost:1/0",
        "EMAIL_URL": "smtp://localhost:25",
    }
    run = subprocess.run(
        [sys.executable, "-c", code], env=given, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == "absent", run.stderr
