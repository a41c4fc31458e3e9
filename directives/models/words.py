"""The words of a paper for search, apart from the paper: lists do not read them, few changes of a paper write them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from directives.models.directive import Directive


class DirectiveWords(models.Model):
    """`header` holds number, kind, issuer, signer and subject, `everything` the text besides; triggers keep both.

    The row goes with its paper by the database's own rule, so Django does nothing on deletion.
    """

    directive = models.OneToOneField(
        Directive, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="words"
    )
    header = SearchVectorField()
    everything = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["header"], name="directive_words_header"),
            GinIndex(fields=["everything"], name="directive_words_all"),
        ]

    def __str__(self) -> str:
        return str(self.directive_id)
