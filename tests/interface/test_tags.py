"""The tags built into every template."""

from datetime import date, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from config.templatetags import ui
from directives.models import Directive, DirectiveState
from directives.models.draft import DraftState
from directives.models.file import FileState
from tasks.deadlines import Timeliness
from tasks.models import PartyStatus, Task, TaskStatus
from tasks.models.notice import MailState

TODAY = date(2023, 2, 20)


def rendered(source, **values):
    return Template(source).render(Context(values))


@pytest.mark.parametrize("choices", [TaskStatus, PartyStatus, DirectiveState, DraftState, FileState, MailState])
def test_every_status_of_the_schema_has_a_look_of_its_own(choices):
    looks = [ui.STATUS.get(value) for value in choices.values]
    assert None not in looks
    assert len({(look.tone, look.icon) for look in looks}) == len(looks)


def test_every_class_of_timeliness_has_a_shape_of_its_own():
    assert set(ui.TIMELINESS) == {kind.value for kind in Timeliness}
    assert len({look.icon for look in ui.TIMELINESS.values()}) == len(ui.TIMELINESS)


def test_a_status_is_said_drawn_and_coloured():
    shown = ui.status_badge(Task(status=TaskStatus.DONE))
    assert "Hoàn thành" in shown
    assert "<svg" in shown
    assert "badge-ok" in shown


def test_a_row_without_status_shows_its_state():
    assert "Chờ rà soát" in ui.status_badge(Directive(state=DirectiveState.PARSED))


@pytest.mark.parametrize(
    ("left", "words"), [(-12, "Quá hạn 12 ngày"), (0, "Hôm nay hết hạn"), (3, "Còn 3 ngày"), (40, "Trong hạn")]
)
def test_timeliness_says_by_how_many_days(left, words):
    task = Task(status=TaskStatus.ASSIGNED, due_on=TODAY + timedelta(days=left))
    assert words in rendered("{% timeliness_badge task %}", task=task, today=TODAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, ""),
        (date(2023, 2, 20), "hôm nay hết hạn"),
        (date(2023, 2, 25), "còn 5 ngày"),
        (date(2019, 2, 20), "quá hạn 1.461 ngày"),
    ],
)
def test_days_left_in_words(day, words):
    assert rendered("{{ day|days_left:today }}", day=day, today=TODAY) == words


@pytest.mark.parametrize(("language", "words"), [("vi", "1.234.567"), ("en", "1,234,567")])
def test_numbers_are_grouped_as_the_language_does(language, words):
    with translation.override(language):
        assert ui.vi_number(1234567) == words


def test_a_number_that_is_missing_is_a_dash():
    assert ui.vi_number(None) == "–"


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ("{% url_with page=2 %}", "?unit=5&amp;q=h%E1%BA%A1n&amp;page=2"),
        ("{% url_with q=None %}", "?unit=5"),
        ("{% url_with unit=units %}", "?q=h%E1%BA%A1n&amp;unit=1&amp;unit=2"),
    ],
)
def test_the_query_string_is_kept_but_for_what_changes(rf, tag, query):
    request = rf.get("/tasks/", {"unit": "5", "q": "hạn", "page": "9"})
    shown = rendered(tag, request=request, units=[1, 2])
    assert sorted(shown[1:].split("&amp;")) == sorted(query[1:].split("&amp;"))


class Sample(forms.Form):
    name = forms.CharField(label="Tên", help_text="Tên đầy đủ.", max_length=5)
    secret = forms.CharField(widget=forms.HiddenInput)
    sent = forms.BooleanField(label="Gửi thư", required=False)


def test_a_field_ties_its_hint_and_its_error_to_the_control():
    shown = rendered("{% render_field form.name %}", form=Sample({"name": "quá dài rồi"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_form_shows_its_own_errors_first_and_every_field_once():
    form = Sample({"name": "tên", "secret": "x"})
    form.add_error(None, "Không lưu được.")
    shown = rendered("{% render_form form %}", form=form)
    assert shown.index("Không lưu được.") < shown.index("Tên")
    assert [shown.count(f'name="{name}"') for name in ("name", "secret", "sent")] == [1, 1, 1]


def test_a_form_with_a_broken_hidden_field_says_so():
    assert "secret" in rendered("{{ form }}", form=Sample({"name": "tên"}))


def test_the_pager_names_the_rows_shown(rf):
    page = Paginator(range(1234), 50).get_page(3)
    shown = rendered("{% pager page_obj %}", page_obj=page, request=rf.get("/"))
    assert "101–150 trong 1.234 dòng" in shown
    assert 'aria-current="page">3<' in shown


def test_an_empty_state_offers_the_next_step_only_when_there_is_one():
    assert "<a" not in rendered('{% empty_state "Chưa có gì." %}')
    assert 'href="/x/"' in rendered('{% empty_state "Chưa có gì." "/x/" "Thêm" %}')


def test_text_of_people_is_escaped():
    shown = rendered("{% empty_state text %}", text="<script>")
    assert "&lt;script&gt;" in shown


def test_a_misspelt_icon_costs_the_drawing_but_not_the_page(caplog):
    assert "<svg" in rendered('{% icon "khong-co-hinh-nay" %}')
    assert "khong-co-hinh-nay" in caplog.text
