"""A leader's words of the sample city, an invitation under way and a post that ends, through the real actions."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Max
from django.utils import timezone

from accounts.actions import invitations, people
from accounts.actions.people import Person, Post
from accounts.models import Membership, User
from accounts.roles import Role
from config.sample.people import acting, holder
from tasks.actions import explanations, instruct
from tasks.models import Instruction, Task, Workday
from tasks.models.task import OVERDUE_VALUES

INSTRUCTED: Final = "Giám đốc sở trực tiếp chỉ đạo, hoàn thành trong tuần này và báo cáo kết quả."
ASKED: Final = "Giải trình nguyên nhân để nhiệm vụ quá hạn kéo dài và biện pháp khắc phục."
EXPLAINED: Final = (
    "Chậm do phải lấy lại số liệu sau sắp xếp đơn vị hành chính; đã bố trí thêm người, cam kết xong trong tháng."
)
DRAFTED: Final = "Đề nghị các đơn vị phối hợp gửi số liệu trong ba ngày làm việc."
BLAMED: Final = "Phê bình vì không báo cáo tiến độ hai kỳ liên tiếp."
PRAISED: Final = "Biểu dương tinh thần chủ động, hoàn thành sớm các nhiệm vụ được giao trong quý."
TO_UNIT: Final = "Rà soát toàn bộ nhiệm vụ quá hạn của sở, báo cáo kế hoạch xử lý từng nhiệm vụ."


def tell(monitor: User, today: date) -> int:
    """An instruction, an explanation that is late and one that waits, a draft, praise and critique; counts them."""
    leader, back = holder(Role.LEADER, today), Workday.objects.calendar().previous_working(today - timedelta(days=6))
    late = Task.objects.filter(status__in=OVERDUE_VALUES, counts_until__lt=today).select_related("lead", "monitor")
    quiet = late.exclude(officer=None).annotate(last=Max("events__on")).filter(last__lte=back)
    tasks = list(quiet.order_by("counts_until", "pk")[:4])
    if len(tasks) < 4:
        return 0
    limit = Workday.objects.calendar().add_working_days(back, 2)
    with acting(leader, back) as who:
        _say([tasks[0]], "instruct", INSTRUCTED, who, back)
        _say([tasks[1]], "explain", ASKED, who, back, answer_by=limit)
        _say([tasks[2]], "explain", ASKED, who, back, answer_by=limit)
        _praise_and_blame(tasks[3], who, back)
    _explain(tasks[2], back + timedelta(days=1))
    draft = instruct.Wish("instruct", DRAFTED, leader=leader)
    with acting(monitor, today) as who:
        instruct.about_tasks([tasks[3].pk], draft, actor=who, today=today)
    _people(today)
    return Instruction.objects.count()


def _say(tasks: list[Task], kind: str, words: str, who: User, day: date, answer_by: date | None = None) -> None:
    wish = instruct.Wish(kind, words, answer_by)
    instruct.about_tasks([task.pk for task in tasks], wish, actor=who, today=day)


def _praise_and_blame(task: Task, who: User, day: date) -> None:
    blame = instruct.Wish("criticise", BLAMED, document_number="1187/UBND-VP", document_on=day)
    instruct.about_tasks([task.pk], blame, actor=who, today=day)
    praise = instruct.Wish("praise", PRAISED, document_number="1203/UBND-VP", document_on=day)
    other = Membership.objects.on(day).filter(role=Role.HEAD).exclude(organisation=task.lead)
    units = [post.organisation_id for post in other.filter(organisation__parent__isnull=False).order_by("pk")[:1]]
    instruct.about_units(units, praise, actor=who, today=day)
    instruct.about_units([task.lead_id], instruct.Wish("instruct", TO_UNIT), actor=who, today=day)


def _explain(task: Task, day: date) -> None:
    head = Membership.objects.on(day).of(task.lead, Role.HEAD).select_related("user").order_by("pk").first()
    row = Instruction.objects.get(task=task, kind="explain")
    if head is not None:
        with acting(head.user, day) as who:
            explanations.answer(row.pk, actor=who, today=day, seen_version=row.version, words=EXPLAINED)


def _people(today: date) -> None:
    """Somebody is invited, and the post of an officer with open work ends next week."""
    admin = holder(Role.ADMIN, today)
    unit = holder(Role.HEAD, today).posts(today)[0].organisation
    wanted = Post(unit, Role.OFFICER, today, "Chuyên viên")
    with acting(admin, today) as who:
        person = Person("hanh.mt", "Mai Thị Hạnh", "hanh.mt@haiphong.example")
        invitations.invite(person, wanted, actor=who, today=today, now=timezone.now())
        busy = Task.objects.open().exclude(officer=None).values("officer")
        post = Membership.objects.on(today).filter(role=Role.OFFICER, user__in=busy, valid_to=None).order_by("-pk")
        people.end_post(post[0].pk, on=today + timedelta(days=7), actor=who, today=today)
