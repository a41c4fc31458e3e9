"""A chain of papers to look at: a conclusion, the resolution that carries it out, and a plan of the city below."""

from datetime import date
from decimal import Decimal
from typing import Final

from accounts.models import Organisation, User
from config.sample import papers, stories
from config.sample.people import OPENED, acting
from directives.actions import intake, registry, targets
from directives.actions.targets import Measured, TargetValues
from directives.models import Directive

PLAN: Final = papers.Plan("142/KH-UBND", date(2025, 8, 4), "kinh-te-tong-hop")
FILE: Final = "ke-hoach-142-kh-ubnd-2025.txt"
TEXT: Final = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
-------
Số: 142/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hải Phòng, ngày 28 tháng 7 năm 2025

KẾ HOẠCH
Thực hiện Nghị quyết số 07/NQ-CP ngày 10 tháng 01 năm 2025 của Chính phủ trên địa bàn thành phố Hải Phòng

Thực hiện Nghị quyết số 07/NQ-CP ngày 10 tháng 01 năm 2025 của Chính phủ, Ủy ban nhân dân thành phố ban hành Kế hoạch:

I. MỤC TIÊU ĐẾN NĂM 2026

1. Tốc độ tăng trưởng GRDP đạt từ 12,5% trở lên.

2. Tỷ lệ hồ sơ thủ tục hành chính được giải quyết đúng hạn đạt trên 98%.

3. Thời gian thông quan hàng hóa tại cảng giảm 10-15%.

II. NHIỆM VỤ

1. Sở Tài chính chủ trì, phối hợp với Sở Công Thương xây dựng đề án cơ cấu lại kinh tế theo hướng xanh, trình \
Ủy ban nhân dân thành phố trước ngày 30/11/2025.

2. Sở Nông nghiệp và Môi trường lập danh mục vùng nông nghiệp ứng dụng công nghệ cao, hoàn thành trước ngày 15/12/2025.

3. Sở Xây dựng rà soát các dự án hạ tầng liên vùng, báo cáo Ủy ban nhân dân thành phố trước ngày 31/10/2025.

4. Sở Giáo dục và Đào tạo xây dựng đề án trung tâm giáo dục chất lượng cao, trình trước ngày 20/12/2026.

III. TỔ CHỨC THỰC HIỆN

Kế hoạch này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn Mẫu
"""
CONCLUSION: Final = registry.HeaderValues(
    number_text="96-KL/TW",
    kind="KL",
    issuer_name="Bộ Chính trị",
    issued_on=date(2024, 9, 30),
    subject="Tiếp tục xây dựng và phát triển thành phố Hải Phòng đến năm 2030, tầm nhìn đến năm 2045",
)
VALUES: Final = (
    ("Tốc độ tăng trưởng", (("2025-09-30", "11.8"), ("2025-12-31", "12.1"), ("2026-06-30", "12.7"))),
    ("Tỷ lệ hồ sơ", (("2025-12-31", "96.2"), ("2026-06-30", "97.4"))),
)
"""How a target begins, and its values by day."""


def tell(clerk: User, monitor: User, today: date) -> None:
    """Register the conclusion, read and release the plan, confirm its targets and write down what is known of them."""
    if Directive.objects.filter(number_text=PLAN.number).exists():
        return
    with acting(clerk, OPENED):
        registry.register(CONCLUSION, actor=clerk, today=OPENED)
    with acting(clerk, PLAN.released_on):
        file = intake.receive(TEXT.encode(), FILE, actor=clerk).file
        intake.read_file(file.pk, today=PLAN.released_on)
    paper = papers.waiting(PLAN)
    if paper is None:
        return
    tasks = papers.release(paper, PLAN, clerk=clerk, monitor=monitor, today=today)
    stories.tell(tasks, monitor=monitor, today=today)
    _follow(paper, clerk, today)


def _follow(paper: Directive, clerk: User, today: date) -> None:
    """Confirm every target under a lead; two of them have values."""
    lead = Organisation.objects.filter(short_name="Sở Tài chính").first()
    day = min(PLAN.released_on, today)
    with acting(clerk, day):
        for row in paper.targets.order_by("start"):
            known = {name: getattr(row, name) for name in TargetValues("", Decimal(0)).columns()}
            targets.change(
                row.pk, TargetValues(**{**known, "lead": lead}), actor=clerk, today=day, seen_version=row.version
            )
    for beginning, values in VALUES:
        _measure(paper, beginning, values, clerk, today)


def _measure(paper: Directive, beginning: str, values: tuple[tuple[str, str], ...], clerk: User, today: date) -> None:
    row = paper.targets.filter(name__startswith=beginning).first()
    for day, value in values:
        on = date.fromisoformat(day)
        if row is not None and on <= today:
            with acting(clerk, on):
                measured = Measured(on, Decimal(value), "Báo cáo kinh tế - xã hội của thành phố")
                targets.enter(row.pk, measured, actor=clerk, today=on)
