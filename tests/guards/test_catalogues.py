"""Texts are found in code and templates as Django looks them up, and gaps in a catalogue are named."""

import polib
import pytest
from django.utils.translation.template import templatize

from config import catalogues
from config.catalogues import Message


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Chưa có văn bản nào.")', Message("", "Chưa có văn bản nào.")),
        ('gettext_lazy("Một " "câu")', Message("", "Một câu")),
        ('ngettext("%(n)s ngày", "%(n)s ngày", n)', Message("", "%(n)s ngày", "%(n)s ngày")),
        ('translation.pgettext("tháng", "Ba")', Message("tháng", "Ba")),
    ],
)
def test_in_python(source, expected):
    assert list(catalogues.in_python(source)) == [expected]


def test_names_that_only_look_alike_are_left_alone():
    assert list(catalogues.in_python('get("Một"); self._run("Hai"); _(name)')) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Đăng nhập" %}', Message("", "Đăng nhập")),
        ('{% translate "Ba" context "tháng" %}', Message("tháng", "Ba")),
        (
            "{% blocktranslate with a=b %}Kính gửi {{ a }}, 5%{% endblocktranslate %}",
            Message("", "Kính gửi %(a)s, 5%%"),
        ),
        (
            "{% blocktranslate count n=k %}{{ n }} việc{% plural %}{{ n }} việc{% endblocktranslate %}",
            Message("", "%(n)s việc", "%(n)s việc"),
        ),
        ('{{ x|default:_("không") }}', Message("", "không")),
    ],
)
def test_in_template(source, expected):
    assert list(catalogues.in_template("{% load i18n %}" + source)) == [expected], templatize(source)


def test_the_project_has_texts_of_every_kind(settings):
    found = catalogues.messages(settings.BASE_DIR)

    places = {place for where in found.values() for place in where}
    assert len(found) > 500
    assert {"accounts", "config", "directives", "tasks"} == {place.split("/")[0] for place in places}
    assert {"py", "html"} <= {place.rsplit(".")[-1] for place in places}


def test_update_keeps_translations_and_drops_what_is_gone(tmp_path):
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    catalogues.update(path, {Message("", "Một"): ["a.py"], Message("", "Hai"): ["a.py"]})
    written = polib.pofile(str(path))
    written.find("Một").msgstr = "One"
    written.save()

    counts = catalogues.update(path, {Message("", "Một"): ["b.py"], Message("", "Ba"): ["b.py"]})

    again = polib.pofile(str(path))
    assert counts == (1, 1)
    assert {entry.msgid: entry.msgstr for entry in again} == {"Một": "One", "Ba": ""}


def test_compiled_only_when_it_changed(tmp_path):
    path = tmp_path / "django.po"
    catalogues.update(path, {Message("", "Một"): ["a.py"]})

    assert catalogues.compile_one(path) is True
    assert catalogues.compile_one(path) is False


@pytest.mark.parametrize(
    ("msgid", "msgstr", "flags", "fault"),
    [
        ("Một", "One", [], None),
        ("Một", "", [], "not translated"),
        ("Một", "One", ["fuzzy"], "not translated"),
        ("Ba", "Three", [], "no longer in the code"),
        ("%(n)s việc", "%(m)s tasks", [], "other placeholders"),
        ("%(n)s việc", "%(n)s tasks", [], None),
    ],
)
def test_faults(msgid, msgstr, flags, fault):
    wanted = {Message("", "Một"): ["a.py"], Message("", "%(n)s việc"): ["a.py"]}
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))

    found = [line for line in catalogues.faults(catalogue, wanted) if not line.startswith("missing")]

    assert found == ([f"{fault}: {msgid!r}"] if fault else [])


def test_a_message_without_an_entry_is_missing():
    assert list(catalogues.faults(polib.POFile(), {Message("", "Một"): ["a.py"]})) == ["missing: 'Một'"]
