"""Who sees which task; papers, requests, files and words follow the task."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Field, Membership
from accounts.models.membership import GENERAL_CHARGE
from accounts.roles import Role
from directives.models import Directive
from tasks import policy
from tasks.models import Task, TaskFile
from tests import factories as make
from tests.matrix.cases import TODAY

pytestmark = pytest.mark.django_db
EVERYTHING = {"led", "helped", "other", "lent", "named", "nobodys"}
SEES = {
    "lan": {"led", "lent"},
    "minh": {"led", "lent"},
    "ha": set(),
    "tuan": {"helped", "other", "lent"},
    "hoa": EVERYTHING,
    "thao": EVERYTHING,
    "binh": EVERYTHING,  # a leader without a field of their own
    "chung": EVERYTHING,  # in general charge, beside a field
    "chau": {"other", "named"},  # the field construction, and one task by name
    "quan": EVERYTHING,
    "kiem": EVERYTHING,
    "cuu": set(),
}


@pytest.fixture
def world(people):
    """One task for each way of seeing it."""
    health, building = (Field.objects.create(code=code, name=code) for code in ("y-te", "xay-dung"))
    general = Field.objects.create(code=GENERAL_CHARGE, name="Phụ trách chung")
    people.cuu = make.user(name="Hồ Văn Cừu")
    people.division = make.organisation(name="Phòng Ngân sách", parent=people.finance)
    people.ha = make.user(name="Tạ Thị Hà", organisation=people.division, role=Role.HEAD)
    for name, fields in (("chau", [building]), ("chung", [general, health])):
        setattr(people, name, make.user(name=name, organisation=people.city, role=Role.LEADER))
        Membership.objects.get(user=getattr(people, name)).fields_in_charge.set(fields)
    _tasks(people, health, building)
    return people


def _tasks(people, health, building):
    papers = (make.directive(number=number, state="parsed") for number in range(10, 20))

    def task(title, lead, **fields):
        return make.task(lead=lead, directive=next(papers), title=title, **fields)

    top = task("led", people.finance, field=health)
    task("helped", people.office, helped_by=[people.building])
    task("other", people.building, field=building)
    task("lent", people.building, giver=people.finance, parent=top, root=top)
    task("named", people.office, field=health, leader=people.chau)
    task("nobodys", people.office)


def titles(tasks):
    return {task.title for task in tasks}


@pytest.mark.parametrize("who", SEES)
def test_see(world, who):
    user = getattr(world, who)
    assert titles(Task.objects.visible_to(user, TODAY)) == SEES[who]
    papers = Directive.objects.visible_to(user, TODAY)
    assert {paper.tasks.get().title for paper in papers} == SEES[who]


def test_what_a_filter_adds_multiplies_nothing(world):
    world.finance.heir = world.building
    world.finance.save()
    assert Task.objects.visible_to(world.tuan, TODAY).count() == len(SEES["tuan"] | {"led"})


def test_a_leader_acts_on_what_they_are_in_charge_of(world):
    tasks = {task.title: task for task in Task.objects.select_related("lead")}
    allowed = {title for title, task in tasks.items() if policy.may(world.chau, "suspend", task, TODAY)}
    assert allowed == {"other", "named"}


def test_the_charge_ends_with_the_post(world):
    Membership.objects.filter(user=world.chau).update(valid_to=TODAY)
    user = type(world.chau).objects.get(pk=world.chau.pk)
    assert not Task.objects.visible_to(user, TODAY).exists()


@pytest.mark.parametrize(("who", "status"), [("lan", 200), ("hoa", 200), ("son", 404), ("ha", 404), ("cuu", 404)])
def test_files_and_requests_follow_the_task(world, who, status):
    task = Task.objects.get(title="led")
    row = TaskFile(task=task, name="a.txt", content_type="text/plain", sha256="0" * 64, size=1, uploaded_by=world.lan)
    row.content.save("a.txt", ContentFile(b"a"), save=True)
    client = Client()
    client.force_login(getattr(world, who))
    for address in (f"/tasks/{task.pk}/", f"/tasks/{task.pk}/files/{row.pk}/", f"/api/v1/tasks/{task.pk}/"):
        assert client.get(address).status_code == status
