"""Names of bodies out of capitals, as they are written in running text (Nghị định 30/2020/NĐ-CP, Phụ lục II)."""

import pytest

from directives.parsing.extract import extract_text
from directives.parsing.proper import proper_name
from tests.parsing.test_ways_to_order import HEAD

NAMES = [
    "Công an thành phố Hải Phòng",
    "Tòa án nhân dân tỉnh Nghệ An",
    "Viện kiểm sát nhân dân thành phố Hải Phòng",
    "Kho bạc Nhà nước khu vực III",
    "Ngân hàng Nhà nước khu vực 6",
    "Bảo hiểm xã hội khu vực IV",
    "Công ty TNHH MTV Điện lực Hải Phòng",
    "Tổng công ty Điện lực miền Bắc",
    "Trường Tiểu học Đinh Tiên Hoàng",
    "Trường Mầm non Sao Mai",
    "Bệnh viện Hữu nghị Việt Tiệp",
    "Bệnh viện Đa khoa Sóc Sơn",
    "Vườn quốc gia Cát Bà",
    "Cảng vụ Hàng hải Hải Phòng",
    "Đài Khí tượng Thủy văn khu vực Đông Bắc",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Ninh",
    "Ban Chỉ huy Phòng thủ dân sự thành phố Hải Phòng",
    "Cục Quản lý Khám, chữa bệnh",
    "Cục Quản lý đê điều và Phòng, chống thiên tai",
    "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Hải Phòng",
    "Ban Kinh tế - Ngân sách Hội đồng nhân dân thành phố",
    "Đảng ủy các cơ quan Đảng thành phố Hải Phòng",
    "Ủy ban nhân dân đặc khu Cát Hải",
    "Sở Văn hóa, Thể thao và Du lịch tỉnh Bắc Ninh",
    "Ban Quản lý các khu công nghiệp tỉnh Bắc Ninh",
    "Văn phòng Đoàn ĐBQH và HĐND tỉnh Lào Cai",
]
BODIES_THAT_ISSUE = [
    "Trung tâm Phục vụ hành chính công thành phố Hải Phòng",
    "Thống kê thành phố Hải Phòng",
    "Thi hành án dân sự tỉnh Nghệ An",
    "Tổng Liên đoàn Lao động Việt Nam",
    "Quỹ Bảo vệ môi trường Việt Nam",
]


@pytest.mark.parametrize("name", NAMES)
def test_name_in_capitals_is_written_as_in_running_text(name: str) -> None:
    """Each field begins with a capital, places and persons have one at each syllable."""
    assert proper_name(name.upper()) == name


@pytest.mark.parametrize("name", BODIES_THAT_ISSUE)
def test_bodies_of_all_kinds_issue_papers(name: str) -> None:
    """A letterhead names one who issues, whatever kind of body it is."""
    paper = HEAD.replace("ỦY BAN NHÂN DÂN\nTỈNH NAM SƠN", name.upper())
    assert extract_text(f"{paper}1. Sở Y tế rà soát các trạm.\n").header.issuer == name


@pytest.mark.parametrize(
    "degree", ["BSCKII. ", "BS.CKI ", "PGS.TS. ", "ThS. ", "TTƯT.BSCKII. ", "Bác sĩ ", "Thượng tá "]
)
def test_degrees_and_ranks_are_no_part_of_who_signs(degree: str) -> None:
    """Hospitals and schools print them before the name."""
    foot = f"\nNơi nhận:\n- Như trên;\nGIÁM ĐỐC\n\n{degree}Nguyễn Văn Mẫu"
    assert extract_text(f"{HEAD}1. Khoa Dược rà soát thuốc.{foot}").header.signer == "Nguyễn Văn Mẫu"
