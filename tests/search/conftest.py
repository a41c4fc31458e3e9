"""A small city to search: two units, their tasks, papers and files."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from accounts.models import Organisation
from tasks.actions import file_texts
from tasks.models import TaskFile
from tests import factories

NOW = "2023-02-20T08:00:00+07:00"


def give_file(task, *, name="bao-cao.txt", text="Kết quả giải ngân vốn đầu tư công", by):
    """A kept text file of that task."""
    data = text.encode()
    row = TaskFile(task=task, name=name, content_type="text/plain", sha256=f"{abs(hash((name, text))):064d}"[:64])
    row.size, row.uploaded_by = len(data), by
    row.content.save(name, ContentFile(data), save=False)
    row.save()
    return row


@pytest.fixture
def city(people):
    """Papers 02/CT-UBND (finance) and 03/QĐ-UBND (building), a task and a file of each unit."""
    from datetime import datetime

    people.order = factories.directive(
        text="Để thúc đẩy giải ngân, các sở phải rút ngắn thủ tục hành chính.", field=None
    )
    people.decision = factories.directive(
        number=3, symbol="QĐ-UBND", kind="QĐ", subject="Về chỉnh trang đô thị", text="Căn cứ Chỉ thị 02/CT-UBND."
    )
    people.plan = factories.task(
        lead=people.finance, directive=people.order, title="Lập kế hoạch giải ngân vốn", due_on=date(2023, 3, 1)
    )
    people.road = factories.task(
        lead=people.building, directive=people.decision, title="Chỉnh trang hè đường, giải phóng mặt bằng"
    )
    people.proof = give_file(people.plan, by=people.lan)
    people.photo = give_file(people.road, name="mat-bang.txt", text="Biên bản bàn giao mặt bằng kín", by=people.tuan)
    Organisation.objects.get(pk=people.finance.pk).become(aliases=["Sở TC"], symbols=["STC"])
    file_texts.fill(datetime.fromisoformat(NOW))
    return people
