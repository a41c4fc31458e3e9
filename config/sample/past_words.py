"""Papers of critique, reminder and praise of the months before, so that the report of a month has some to count."""

from datetime import date, timedelta
from typing import Final

from accounts.models import Organisation
from accounts.roles import Role
from config.sample.people import acting, holder
from tasks.actions import instruct

SAID: Final = (
    (2, "criticise", "sxd", "Phê bình vì để nhiệm vụ quá hạn kéo dài, chậm giải trình.", "1024/UBND-VP"),
    (2, "praise", "syt", "Biểu dương hoàn thành trước hạn các nhiệm vụ trọng tâm của tháng.", "1031/UBND-VP"),
    (1, "remind", "snnmt", "Nhắc nhở, rút kinh nghiệm vì kết quả phải trả lại nhiều lần.", "1102/UBND-VP"),
    (1, "criticise", "sxd", "Phê bình vì chậm tiếp nhận và phân công nhiệm vụ.", "1109/UBND-VP"),
    (1, "reward", "stc", "Tặng Bằng khen vì thành tích trong cải cách thủ tục hành chính.", "1118/QĐ-UBND"),
)
"""How many months back, what is said to which unit, and by which paper."""


def tell(today: date) -> None:
    """The leader says each of them on the 12th of its month."""
    leader = holder(Role.LEADER, today)
    units = dict(Organisation.objects.values_list("code", "pk"))
    for months, kind, unit, words, number in SAID:
        day = _back(today, months)
        wish = instruct.Wish(kind, words, document_number=number, document_on=day)
        with acting(leader, day) as who:
            instruct.about_units([units[unit]], wish, actor=who, today=day)


def _back(today: date, months: int) -> date:
    """The 12th, so many months before this one."""
    day = today.replace(day=1)
    for _month in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day.replace(day=12)
