"""Rules of the interface that a machine watches: strict content policy, one frame, one palette, gettext."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from config.menu import MENU
from config.templatetags import ui

ROOT = Path(settings.BASE_DIR)
APPS = ("config", "accounts", "directives", "tasks")
MAIL_FOLDERS = {"email", "mail"}
PARTIAL_FOLDERS = {"components", "forms"}
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
VIETNAMESE = re.compile(
    r"[ăâđêôơưĂÂĐÊÔƠƯ\u00c0-\u00c3\u00c8-\u00ca\u00d2-\u00d5\u00e0-\u00e3\u00e8-\u00ea\u00f2-\u00f5\u1ea0-\u1ef9]"
)
TRANSLATED = re.compile(r"{%-?\s*blocktrans.*?endblocktrans(?:late)?\s*-?%}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# The style page shows sample rows of paper, which stay Vietnamese; languages are named in themselves.
SAMPLES = {"style.html", "language.html", "user_menu.html"}


def found(pattern):
    return sorted(path for app in APPS for path in (ROOT / app).glob(pattern))


TEMPLATES = found("templates/**/*.html")
PAGES = [path for path in TEMPLATES if not MAIL_FOLDERS & set(path.parts)]
SHEETS = found("static/**/*.css")
SCRIPTS = found("static/**/*.js")


@cache
def text(path):
    return path.read_text(encoding="utf-8")


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name)
@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"\sstyle\s*=", id="style attribute"),
        pytest.param(r"<style\b", id="style element"),
        pytest.param(r"\son[a-z]+\s*=", id="event attribute"),
        pytest.param(r"hx-on", id="htmx event attribute"),
        pytest.param(r"<script\b(?![^>]*\ssrc=)", id="inline script"),
        pytest.param(r"javascript:", id="javascript address"),
        pytest.param(r"(?:src|href)=[\"']?(?:https?:)?//", id="address of another host"),
    ],
)
def test_no_template_needs_more_than_the_content_policy_allows(path, forbidden):
    assert not re.search(forbidden, text(path), re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_template_extends_the_frame_or_is_a_part_of_a_page(path):
    whole = "<html" in text(path)
    partial = path.name.startswith("_") or bool(PARTIAL_FOLDERS & set(path.parts))
    extends = text(path).lstrip().startswith("{% extends")
    assert whole == (name(path) == "config/templates/base.html")
    assert extends or partial or whole


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_sentence_of_a_template_goes_through_gettext(path):
    if path.name in SAMPLES:
        return
    bare = [line.strip() for line in TRANSLATED.sub("", text(path)).splitlines() if VIETNAMESE.search(line)]
    assert bare == []


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name not in {"tokens.css", "print.css"}], ids=name)
def test_colours_are_tokens(path):
    assert HEX_COLOUR.findall(text(path)) == []


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=name)
def test_no_sheet_and_no_script_is_longer_than_400_lines(path):
    assert len(text(path).splitlines()) <= 400


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_no_script_evaluates_text_or_writes_markup(path):
    assert not re.search(
        r"\beval\(|new Function|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write", text(path)
    )


def test_every_icon_has_a_drawing():
    named = {found for path in TEMPLATES for found in re.findall(r'{%-? icon "([^"]+)"', text(path))}
    named |= {look.icon for look in [*ui.STATUS.values(), *ui.TIMELINESS.values()]}
    named |= {entry.icon for group in MENU for entry in group.entries}
    assert {icon for icon in named if not ui.drawn(icon, 16).startswith("<svg")} == set()


def test_no_two_entries_of_the_menu_share_a_key():
    keys = [entry.key for group in MENU for entry in group.entries if entry.key]
    assert len(keys) == len(set(keys))
