"""Larger papers for the review: a clean directive of ten pages, and a plan with an annex table of many rows."""

from datetime import date

from directives.models import DraftState, TaskDraft, bodies
from directives.workdays import DEFAULT_CALENDAR
from tests import factories

ISSUED = date(2026, 8, 20)
HEAD = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG
-------
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hải Phòng, ngày 20 tháng 8 năm 2026

CHỈ THỊ
Về việc tăng cường kỷ luật thực hiện nhiệm vụ được giao trên địa bàn thành phố

Thời gian qua, việc thực hiện nhiệm vụ được giao ở một số cơ quan còn chậm, chất lượng tham mưu chưa đồng đều, việc
báo cáo kết quả chưa thành nền nếp. Để khắc phục tình trạng trên, Chủ tịch Ủy ban nhân dân thành phố yêu cầu:
"""
FOOT = """
Nơi nhận:
- Các cơ quan nêu trên;
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn Mẫu
"""
OFFICES = (
    "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nội vụ",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Công Thương",
    "Sở Tư pháp",
    "Sở Khoa học và Công nghệ",
)
DUTIES = (
    ("rà soát toàn bộ hồ sơ còn tồn đọng thuộc lĩnh vực phụ trách, lập danh mục theo từng năm", 10),
    ("ban hành kế hoạch khắc phục hạn chế đã được chỉ ra, phân công rõ người, rõ việc", 25),
    ("kiểm tra thực tế tại cơ sở, lập biên bản và kiến nghị biện pháp xử lý đối với từng trường hợp", 40),
    ("tổng hợp kết quả thực hiện, báo cáo Ủy ban nhân dân thành phố", 60),
)
REASONS = """Việc này được thực hiện trên cơ sở số liệu đã đối chiếu với cơ quan thống kê; số liệu khác nhau giữa các
nguồn thì nêu rõ nguyên nhân. Hồ sơ được lập theo mẫu thống nhất, lưu tại cơ quan và cập nhật trên hệ thống. Người được
phân công chịu trách nhiệm về tính đầy đủ, chính xác của hồ sơ; khó khăn vượt thẩm quyền được phản ánh kịp thời qua đầu
mối của cơ quan để được hướng dẫn. Kinh phí thực hiện lấy từ nguồn chi đã giao trong dự toán của cơ quan.
"""
WORDS_PER_PAGE = 420


def ten_pages(number="77/CT-UBND"):
    """A clean directive of at least ten pages: every duty names its lead and its day."""
    parts = [HEAD.format(number=number)]
    for place, office in enumerate(OFFICES, start=1):
        parts.append(f"\n{place}. {office}\n")
        for letter, (duty, days) in zip("abcd", DUTIES, strict=True):
            day = DEFAULT_CALENDAR.next_working(date.fromordinal(ISSUED.toordinal() + days + place))
            parts.append(f"\n{letter}) Chủ trì {duty}; hoàn thành trước ngày {day:%d/%m/%Y}.\n\n{REASONS}")
    return "".join([*parts, FOOT])


def annex(rows, *, leads, actor=None):
    """A parsed plan whose annex has that many rows, each a proposal with its exact span; no reader is asked."""
    lines = [
        f"{row}\tThực hiện hạng mục số {row} của kế hoạch\t{lead.name}\t30/9/2026\n"
        for row, lead in ((row, leads[row % len(leads)]) for row in range(1, rows + 1))
    ]
    head = "PHỤ LỤC\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
    paper = factories.directive(number=rows, text=head + "".join(lines), issued_on=ISSUED, registered_by=actor)
    starts = [len(head)]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line))
    drafts = TaskDraft.objects.bulk_create(
        TaskDraft(
            directive=paper,
            order=row,
            path=f"PL1.r{row}",
            start=start + len(f"{row}\t"),
            end=start + len(line.split("\t")[0]) + 1 + len(line.split("\t")[1]),
            text=line.split("\t")[1],
            due_on=date(2026, 9, 30),
            precision="day",
            confidence=0.9 + row % 10 / 100,
            reasons=["là một dòng trong bảng phân công", "nêu rõ cơ quan chủ trì", "có hạn hoàn thành"],
            state=DraftState.PROPOSED,
        )
        for row, (start, line) in enumerate(zip(starts, lines, strict=True), start=1)
    )
    bodies.LEADS.objects.bulk_create(
        bodies.LEADS(taskdraft_id=draft.pk, organisation_id=leads[draft.order % len(leads)].pk) for draft in drafts
    )
    return paper
