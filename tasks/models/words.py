"""The words of tasks and of files for search, apart from the rows that people change all day."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from accounts.search import LongSearchWords
from tasks.models.task import Task


class TaskWords(models.Model):
    """What a task is found by: title, text, product, place in the paper, event, and the number of its paper.

    Triggers keep it; the row goes with its task by the database's own rule, so Django does nothing on deletion.
    """

    task = models.OneToOneField(
        Task, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="words"
    )
    vector = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="task_words")]

    def __str__(self) -> str:
        return str(self.task_id)


class FileTextState(models.TextChoices):
    """How far the words of a content have been read."""

    READ = "read"
    SCANNED = "scanned"
    FAILED = "failed"


class FileText(models.Model):
    """The readable text of one stored content, whatever rows it belongs to; who sees a row may find it by its text.

    `scanned` waits for the night, when there is time to read words off pictures.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    state = models.CharField(max_length=8, choices=FileTextState)
    text = models.TextField(blank=True)
    vector = models.GeneratedField(
        expression=LongSearchWords("text"), output_field=SearchVectorField(), db_persist=True
    )
    read_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="file_text_words"),
            models.Index(fields=["sha256"], name="file_text_scanned", condition=Q(state="scanned")),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
