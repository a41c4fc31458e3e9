"""A small sketch of a paper's text, by which near-identical papers are found without comparing texts."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from directives.models.directive import Directive


class PaperSketch(models.Model):
    """The smallest hashes of the shingles of the text (see `directives.shingles`)."""

    directive = models.OneToOneField(Directive, on_delete=models.CASCADE, primary_key=True, related_name="sketch")
    hashes = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["hashes"], name="paper_sketch_hashes")]

    def __str__(self) -> str:
        return f"{self.directive_id}: {len(self.hashes)}"
