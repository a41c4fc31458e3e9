"""The codes that people choose from, as shipped: reasons to contest, obstacles, marks of quality."""

from django.db import migrations

SHIPPED = (
    ("contest", "wrong_addressee", "Không đúng chức năng, nhiệm vụ", "unit"),
    ("contest", "duplicate", "Trùng nhiệm vụ khác", "duplicate"),
    ("contest", "already_done", "Đã thực hiện xong", "document"),
    ("contest", "no_time", "Không thể hoàn thành đúng hạn", "day"),
    ("contest", "wording", "Nội dung giao chưa rõ", ""),
    ("contest", "other", "Lý do khác", ""),
    ("obstacle", "none", "Không vướng mắc", ""),
    ("obstacle", "waiting_others", "Chờ đơn vị khác", ""),
    ("obstacle", "legal", "Vướng quy định pháp luật", ""),
    ("obstacle", "funding", "Thiếu kinh phí", ""),
    ("obstacle", "staff", "Thiếu nhân lực", ""),
    ("obstacle", "land", "Giải phóng mặt bằng", ""),
    ("obstacle", "scope", "Khối lượng lớn hơn dự kiến", ""),
    ("obstacle", "other", "Vướng mắc khác", ""),
    ("quality", "good", "Tốt", ""),
    ("quality", "pass", "Đạt", ""),
    ("quality", "poor", "Chưa tốt", "words"),
)
"""Kind, code, label, what has to be given beside it."""


def fill(apps, schema_editor):
    CodeItem = apps.get_model("tasks", "CodeItem")
    CodeItem.objects.bulk_create(
        CodeItem(kind=kind, code=code, label=label, demands=demands, rank=10 * number)
        for number, (kind, code, label, demands) in enumerate(SHIPPED, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0016_life_of_a_task")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
