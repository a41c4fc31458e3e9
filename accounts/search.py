"""Looking for words in PostgreSQL: what a query set asks, and the fence that keeps a rare word quick.

A tsvector made by `search_words` holds each word exactly and folded at one place, so that one index answers both.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Expression, F, Field, Func, Model, Value
from django.db.models.expressions import RawSQL


class SearchWords(Func):
    """The words of a text column; an index on this very expression answers `Matches`."""

    function = "search_words"
    output_field = SearchVectorField()


class LongSearchWords(Func):
    """As `SearchWords`, of a text of any length."""

    function = "search_words_of_long"
    output_field = SearchVectorField()


class Matches(Func):
    """Whether a tsvector holds what a tsquery asks for; the query is the text of `directives.search.Query`."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field: Field[object, object] = BooleanField()

    def __init__(self, vector: Expression | F, tsquery: str) -> None:
        super().__init__(vector, Func(Value(tsquery), template="(%(expressions)s)::tsquery"))


def is_hit(key: str, model: type[Model], column: str, tsquery: str) -> Func:
    """Whether `key` names a row of `model` whose tsvector `column` matches; for `filter()`.

    The keys are gathered into an array before anything else. That is a fence: without it the planner walks an ordered
    list and looks at every row of it for a word that hardly occurs, hundreds of times slower. The rows of an array are
    found by one walk through the index of their keys, where a subquery would begin at its root for each of them.
    """
    own, table = str(model._meta.pk.column), model._meta.db_table
    sql = f'ARRAY(SELECT "{own}" FROM "{table}" WHERE "{column}" @@ %s::tsquery)'  # noqa: S608 - names of the schema
    keys = RawSQL(sql, (tsquery,))  # noqa: S611 - what was typed is a parameter
    return Func(F(key), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
