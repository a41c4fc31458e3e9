"""English is complete: every text is translated, and a page in English shows Vietnamese only where it shows data."""

import html
import re
from datetime import date
from functools import cache

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import trans_real

from accounts.models import Field
from accounts.roles import Role
from config import catalogues
from config.catalogues import Message
from config.menu import MENU
from tasks.models import Notice
from tests import factories
from tests.guards.test_ui import VIETNAMESE

DATA_APPS = ("accounts", "directives", "tasks")
# Names of languages are written in the language itself; the name of the office is a setting, hence data.
OWN_NAMES = ("Tiếng Việt", settings.OFFICE_NAME)
# What a clerk would type is shown as it is typed.
EXAMPLES = re.compile(r"\b(?:example|Example): [^\"<]*")
CODES = re.compile(r'\bvalue="[^"]*"')
SIGNED_IN = {
    "hoa": [
        "home",
        "task-list",
        "report-overdue",
        "directive-list",
        "directive-review-queue",
        "directive-upload",
        "extension-queue",
        "report-extensions",
        "urging-log",
        "reading-list",
        "name-list",
        "unreachable",
    ],
    "thao": [
        "home",
        "directive-register",
        "mail-log",
        "workday-list",
        "notice-list",
        "account-profile",
        "absence-list",
        "rules",
        "sweep-list",
    ],
    "lan": [
        "home",
        "task-list",
        "notice-list",
        "help",
        "account_change_password",
        "extension-list",
        "series-list",
        "token-list",
    ],
    "minh": ["home", "report-overdue", "organisation-list"],
    "quan": ["person-list", "person-create", "audit-log", "workday-list", "directive-list", "ladder", "address-list"],
}


@cache
def english():
    """The catalogue as it stands in the folder."""
    [path] = catalogues.expected()
    return polib.pofile(str(path))


@pytest.fixture
def compiled():
    """What is translated now is what pages say, whether or not somebody compiled the catalogue before."""
    call_command("compile_catalogues")
    trans_real._translations.pop("en", None)


@pytest.fixture
def rows(people):
    """One task of each kind that pages tell apart, and a paper under review."""
    paper = factories.directive(field=Field.objects.create(code="kinh-te", name="Kinh tế"))
    for number, due in enumerate([date(2023, 2, 15), date(2099, 3, 1), None]):
        factories.task(
            lead=people.finance,
            directive=paper,
            title=f"Xây dựng kế hoạch {number}",
            due_on=due,
            officer=people.lan if number else None,
            monitor=people.hoa,
            helped_by=[people.building],
        )
    factories.draft(directive=paper, state="proposed")
    Notice.objects.create(recipient=people.lan, key="k", kind="overdue", day=date(2023, 2, 20), text="Nhắc hạn")
    return paper


def data():
    """Every Vietnamese text that stands in the tables, longest first, so that parts of names do not break names."""
    known = set(OWN_NAMES)
    for model in (model for app in DATA_APPS for model in apps.get_app_config(app).get_models()):
        columns = [field.name for field in model._meta.get_fields() if isinstance(field, CharField | TextField)]
        if columns:  # a table of numbers has no text, and no names of columns would mean all of them
            known.update(value for row in model.objects.values_list(*columns) for value in row if value)
    return sorted((text for text in known if VIETNAMESE.search(text)), key=len, reverse=True)


def left_in_vietnamese(page):
    """Lines of the page, with its attributes, in which a Vietnamese letter stands outside data."""
    text = CODES.sub("", EXAMPLES.sub("", html.unescape(page)))
    for known in data():
        text = text.replace(known, "")
    return [line.strip() for line in text.splitlines() if VIETNAMESE.search(line)]


def test_a_text_is_found_whatever_the_file_calls_gettext():
    source = 'from django.utils.translation import gettext_lazy as _l\nlabel = _l("Nhiệm vụ")\n'
    assert list(catalogues.in_python(source)) == [Message("", "Nhiệm vụ")]


def test_every_text_is_translated_with_its_placeholders():
    assert list(catalogues.faults(english(), catalogues.messages(settings.BASE_DIR))) == []


def test_translations_keep_the_blanks_around_a_text():
    strays = [
        entry.msgid
        for entry in english()
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if text and (text[0].isspace(), text[-1].isspace()) != (entry.msgid[0].isspace(), entry.msgid[-1].isspace())
    ]
    assert strays == []


def test_the_catalogue_names_no_line_person_or_host():
    [path] = catalogues.expected()
    assert [entry.msgid for entry in english() if any(line for _file, line in entry.occurrences)] == []
    assert "@" not in "".join(english().metadata.values())
    assert "://" not in path.read_text(encoding="utf-8")


def test_a_day_reads_the_same_in_both_languages():
    shown = set()
    for language in ("vi", "en"):
        with translation.override(language):
            shown.add(formats.date_format(date(2023, 2, 3), "SHORT_DATE_FORMAT"))
            assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
    assert shown == {"03/02/2023"}


@pytest.mark.parametrize(("name", "url_name"), [(name, page) for name in SIGNED_IN for page in SIGNED_IN[name]])
def test_a_page_in_english_is_english(compiled, people, rows, name, url_name):
    person = getattr(people, name)
    person.language = "en"
    person.save()
    client = Client()
    client.force_login(person)

    answer = client.get(reverse(url_name))

    assert answer.status_code == 200
    assert left_in_vietnamese(answer.content.decode()) == []


def test_the_same_search_finds_the_texts_of_a_page_in_vietnamese(people, rows):
    client = Client()
    client.force_login(people.hoa)
    assert any("Nhiệm vụ" in line for line in left_in_vietnamese(client.get(reverse("home")).content.decode()))


@pytest.mark.parametrize("url_name", ["directive-detail", "directive-review", "directive-edit", "task-create"])
def test_a_page_of_a_directive_in_english_is_english(compiled, people, rows, url_name):
    client = Client()
    client.force_login(people.hoa)
    client.cookies["django_language"] = "en"

    answer = client.get(reverse(url_name, args=[rows.pk]))

    assert answer.status_code == 200
    assert left_in_vietnamese(answer.content.decode()) == []


@pytest.mark.parametrize("name", ["lan", "minh", "hoa", "binh"])
def test_the_page_of_a_task_in_english_is_english(compiled, people, rows, name):
    client = Client()
    client.force_login(getattr(people, name))
    client.cookies["django_language"] = "en"

    for task in rows.tasks.all():
        assert left_in_vietnamese(client.get(task.get_absolute_url()).content.decode()) == []


@pytest.mark.parametrize("url_name", ["account_login", "account_reset_password"])
def test_a_page_before_signing_in_speaks_the_language_of_the_cookie(compiled, db, url_name):
    client = Client()
    client.cookies["django_language"] = "en"

    shown = client.get(reverse(url_name)).content.decode()

    assert 'lang="en"' in shown
    assert left_in_vietnamese(shown) == []


def test_the_switch_in_the_menu_of_a_person_changes_the_language(compiled, people):
    client = Client()
    client.force_login(people.lan)
    headings = []
    for language in ("en", "vi"):
        answer = client.post(reverse("set_language"), {"language": language, "next": reverse("home")}, follow=True)
        headings.append(re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", answer.content.decode(), re.DOTALL)[1])
    assert headings == ["My tasks", "Việc của tôi"]


def test_menu_and_roles_are_told_apart_in_english(compiled):
    with translation.override("en"):
        labels = [str(entry.label) for group in MENU for entry in group.entries]
        roles = [str(role.label) for role in Role]
    assert len(set(labels)) == len(labels)
    assert len(set(roles)) == len(roles)
    assert not VIETNAMESE.search(" ".join([*labels, *roles]))
