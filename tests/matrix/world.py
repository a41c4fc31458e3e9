"""One state of the database in which every address has something to show: each model has a row numbered 4100.

The rows belong to Sở Tài chính, whose officer is lan; a paper that is still under review is numbered 4200.
"""

from datetime import UTC, date, datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, models, transaction

from accounts.models import Membership
from accounts.roles import Role
from directives.models import DirectiveState
from tests import factories as make

HERE, UNDER_REVIEW = 4100, 4200
TODAY = date(2023, 2, 20)
APPS = ("accounts", "directives", "tasks")


def build():
    """The people of the columns by name."""
    people = make.cast()
    people.health = make.organisation(name="Sở Y tế", parent=people.city)
    people.vy = make.user(name="Cao Thị Vy", username="vy", organisation=people.health, role=Role.OFFICER)
    people.cuu = make.user(name="Hồ Văn Cừu", username="cuu")
    people.target = make.user(pk=HERE, name="Trương Văn Ất", username="at", organisation=people.finance)
    Membership.objects.filter(user=people.target).update(id=HERE)
    _papers(people)
    _rest(people)
    return people


def _papers(people):
    unit = make.organisation(pk=HERE, name="Phòng Ngân sách", parent=people.finance)
    paper = make.directive(pk=HERE)
    make.draft(pk=HERE, directive=paper, leads=[people.finance])
    task = make.task(
        pk=HERE,
        lead=people.finance,
        directive=paper,
        officer=people.lan,
        due_on=date(2023, 3, 31),
        assigned_on=TODAY,
        helped_by=[people.health],
    )
    task.parties.update(id=HERE)
    paper.state, paper.released_at = DirectiveState.RELEASED, datetime(2023, 1, 12, tzinfo=UTC)
    paper.save()
    other = make.directive(pk=UNDER_REVIEW, number=7)
    make.draft(pk=UNDER_REVIEW, directive=other, leads=[people.finance])
    assert unit.pk == task.pk == paper.pk


OWN = {"Notice": {"recipient": "lan"}, "ApiToken": {"user": "lan"}, "Mail": {"recipient": "lan"}}


def _rest(people):
    """Rows of the other models, in as many rounds as their references need."""
    waiting = [model for app in APPS for model in apps.get_app_config(app).get_models() if not has_row(model)]
    for _round in range(4):
        waiting = [model for model in waiting if not _made(model, people)]


def has_row(model):
    """Whether the model has its row of the world."""
    return (
        isinstance(model._meta.pk, models.ForeignKey | models.CompositePrimaryKey)
        or model._default_manager.filter(pk=HERE).exists()
    )


def _made(model, people):
    given = {field: getattr(people, name) for field, name in OWN.get(model.__name__, {}).items()}
    try:
        with transaction.atomic():
            row = model(pk=HERE, **given)
            for field in model._meta.concrete_fields:
                if field.name not in given and not field.primary_key:
                    _fill(row, field)
            row.save(force_insert=True)
            connection.check_constraints()
    except (DatabaseError, ValidationError, LookupError, ValueError, TypeError):
        return False
    return True


def _fill(row, field):
    """A value where the model demands one; a reference to the row of the world."""
    if isinstance(field, models.ForeignKey):
        if not field.null or field.related_model.__name__ in {"Task", "Directive"}:
            setattr(row, field.attname, HERE)
    elif isinstance(field, models.FileField):
        field.save_form_data(row, ContentFile(b"noi dung", name="tep.txt"))
    elif field.has_default() or field.has_db_default() or field.null:
        return
    elif field.choices:
        setattr(row, field.name, field.choices[0][0])
    else:
        setattr(row, field.name, _plain(field))


def _plain(field):  # noqa: PLR0911 - one answer for each type of column
    if isinstance(field, models.DateTimeField):
        return datetime(2023, 2, 20, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return TODAY
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, (models.IntegerField, models.DecimalField, models.FloatField)):
        return 1
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.EmailField):
        return "at@haiphong.example"
    return "" if field.blank else str(field.name)[: field.max_length or 10]
