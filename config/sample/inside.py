"""Work handed out inside a unit of the sample city, its coordinating bodies, and the rules of the process."""

from datetime import date, timedelta

from django.db.models import Max

from accounts.models import Membership, User
from accounts.roles import Role
from config.sample.people import acting
from tasks.actions import parties, parts, pauses, progress, results
from tasks.models import Party, PartyStatus, PracticeRule, Task, TaskStatus

SHOWN = "stc"
"""The unit whose logins the demo names; its work is shared out first."""
PARTS = (
    ("Tổng hợp số liệu của các phòng, đơn vị trực thuộc.", "Bảng số liệu", 2),
    ("Soạn dự thảo báo cáo trình lãnh đạo Sở.", "Dự thảo báo cáo", 3),
    ("Lấy ý kiến các đơn vị phối hợp, tiếp thu, giải trình.", "Bảng tiếp thu ý kiến", 1),
)


def tell(monitor: User, today: date) -> int:
    """Rules in force for half a year, one task shared out among officers, parts of coordinating bodies; steps."""
    PracticeRule.objects.get_or_create(
        valid_from=today - timedelta(days=180),
        defaults={"receive_days": 2, "contest_days": 5, "source": "Quy chế theo dõi nhiệm vụ (số liệu mẫu)"},
    )
    return _share(today) + _coordinate(monitor, today) + _rest(monitor, today)


def _share(today: date) -> int:
    """The task with the farthest deadline of a unit with two officers: one part done, one reported, one late."""
    running = Task.objects.filter(giver=None, status=TaskStatus.IN_PROGRESS, due_on__gt=today + timedelta(days=9))
    quiet = running.annotate(last=Max("events__on")).filter(last__lte=today - timedelta(days=8))
    tasks = quiet.select_related("lead").order_by("due_on", "pk")
    for task in sorted(tasks, key=lambda each: each.lead.code != SHOWN):
        posts = Membership.objects.on(today).filter(organisation=task.lead).select_related("user").order_by("pk")
        heads = [post.user for post in posts if post.role == Role.HEAD]
        officers = [post.user for post in posts if post.role == Role.OFFICER]
        if heads and officers:
            return _parts(task, heads[0], [*officers, *officers, heads[0]], today)
    return 0


def _parts(task: Task, head: User, people: list[User], today: date) -> int:
    given, due = today - timedelta(days=8), today - timedelta(days=1)
    made = []
    for (text, product, weight), person in zip(PARTS, people, strict=False):
        terms = parts.Terms(text, officer=person, due_on=due, product=product, weight=weight)
        with acting(head, given):
            made.append(parts.hand_out(task.pk, actor=head, today=given, seen_version=None, terms=terms))
        due += timedelta(days=4)
    first, second = people[0], people[1]
    with acting(first, today - timedelta(days=3)) as officer:
        result = results.Result(number="Phiếu trình số 12", words="Đã tổng hợp đủ số liệu.")
        day = today - timedelta(days=3)
        results.submit(made[0].pk, actor=officer, today=day, seen_version=None, result=result)
    with acting(second, today - timedelta(days=1)) as officer:
        said = progress.Progress("Đã xong phần mở đầu và phụ lục.", percent=45)
        day = today - timedelta(days=1)
        progress.report(made[1].pk, actor=officer, today=day, seen_version=None, progress=said)
    return len(made) + 2


def _coordinate(monitor: User, today: date) -> int:
    """Two bodies help with one task: one is done with its part, one is late and was reminded."""
    task = Task.objects.filter(parties=None, giver=None, status=TaskStatus.IN_PROGRESS, due_on__gt=today).first()
    if task is None:
        return 0
    heads = Membership.objects.on(today).filter(role=Role.HEAD).exclude(organisation__path__startswith=task.lead.path)
    helpers = list(heads.select_related("user", "organisation").order_by("organisation__rank", "pk")[:2])
    asked = today - timedelta(days=10)
    for number, post in enumerate(helpers):
        terms = parties.Terms("Cung cấp số liệu và góp ý dự thảo.", today - timedelta(days=2 - number))
        with acting(monitor, asked):
            parties.add(
                task.pk, actor=monitor, today=asked, seen_version=None, organisation=post.organisation, terms=terms
            )
    return _answer(task, helpers, today)


def _answer(task: Task, helpers: list[Membership], today: date) -> int:
    for post in helpers[1:]:
        party = Party.objects.get(task=task, organisation=post.organisation)
        with acting(post.user, today) as helper:
            done, words = PartyStatus.DONE.value, "Đã gửi số liệu và văn bản góp ý."
            parties.update(party.pk, actor=helper, today=today, seen_version=None, status=done, words=words)
    late = Party.objects.filter(task=task).exclude(status=PartyStatus.DONE).first()
    if late is not None and task.officer is not None:
        with acting(task.officer, today) as officer:
            parties.remind(late.pk, actor=officer, today=today, seen_version=None)
    return len(helpers) + 2


def _rest(monitor: User, today: date) -> int:
    """One task rests on the strength of a paper."""
    task = Task.objects.filter(giver=None, status=TaskStatus.RECEIVED, due_on__gt=today).order_by("-due_on").first()
    if task is None:
        return 0
    ground = pauses.Ground("Chờ nghị quyết của HĐND thành phố.", "118/UBND-TH", today - timedelta(days=4))
    with acting(monitor, today - timedelta(days=3)):
        day = today - timedelta(days=3)
        pauses.suspend(task.pk, actor=monitor, today=day, seen_version=None, ground=ground)
    return 1
