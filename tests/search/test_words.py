"""Words in Python are words in SQL, and whatever stands in a text is found by each of its words."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.words import words
from directives.search import CODES, INDEXED, NAMED, understand

SYLLABLES = """năm Nam hoà hòa Uỷ Ủy quý đường Đường dương dông đông sở số khoẻ thuở ngoằn kế hoạch chỉ thị nghị quyết
    02 007 2023 15/2/2023 02/CT-UBND 96-KL/TW 08/2011/NQ-HĐND Covid-19 10% a_b Sở Tài chính UBND HĐND TP. Việt Nam’s
    (Đảng) café 😀 m² 1.000""".split()  # noqa: SIM905 - as a text it can be read
TEXTS = st.one_of(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=25).map(" ".join),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=60),
)


def one(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def plain(text):
    return "".join(
        char
        for char in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        if not unicodedata.combining(char)
    )


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_sql_and_python_see_the_same_words(database, text):
    stored = one("SELECT tsvector_to_array(search_words(%s))", text)
    said = {
        form
        for each in words(text)
        for form in (each.lexeme, each.folded.lstrip("0") if each.folded.isdecimal() else each.folded)
    }
    assert {lexeme for lexeme in stored if "/" not in lexeme and lexeme.strip("0")} == {
        form for form in said if form.strip("0")
    }


@settings(max_examples=40, deadline=None, derandomize=True)
@given(text=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=25).map(" ".join))
def test_a_text_is_found_by_each_of_its_words_with_and_without_accents(database, text):
    for typed in {
        form
        for piece in text.split()
        for form in (piece, plain(piece), piece.upper(), unicodedata.normalize("NFD", piece))
    }:
        query = understand(typed)
        if query:
            assert one("SELECT search_words(%s) @@ %s::tsquery", text, query.tsquery), (typed, query.tsquery)


@pytest.mark.parametrize("code", sorted(INDEXED | {"qh15", "ubtvqh14"}))
def test_the_index_knows_every_symbol_of_the_grammar(database, code):
    assert one(
        "SELECT search_words(%s) @@ %s::tsquery", f"theo số 007/{code.upper()}-XYZ ngày", f"'7/{code}' & '7/{code}/xyz'"
    )


@pytest.mark.parametrize(("name", "code"), sorted(NAMED.items()))
def test_the_index_knows_every_name_of_a_type(database, name, code):
    assert code in CODES
    assert one("SELECT search_words(%s) @@ %s::tsquery", f"{' '.join(name)} số 08 ngày", f"'8/{code}'")


def test_a_long_text_is_found_by_its_last_word_and_one_too_large_by_its_first(database):
    long = "kế hoạch " * 60_000 + "đuôi"
    assert one("SELECT search_words_of_long(%s) @@ %s::tsquery", long, understand("đuôi").tsquery)
    endless = " ".join(f"chữ{number}" for number in range(200_000))
    assert one("SELECT search_words_of_long(%s) @@ %s::tsquery", endless, understand("chữ7").tsquery)
