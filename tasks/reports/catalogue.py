"""Every report of the house by its name in the address; one page, one set of files and one mail pack serve them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.policy import Decision
from tasks.reports.asked import Asked
from tasks.reports.board_report import BoardOptions
from tasks.reports.board_report import build as board
from tasks.reports.causes import build as causes
from tasks.reports.extension_statistics import DaysForm
from tasks.reports.extension_statistics import build as extensions
from tasks.reports.monthly import build as monthly
from tasks.reports.monthly_period import options as monthly_options
from tasks.reports.oversight import oversight
from tasks.reports.paper import Report
from tasks.reports.pictures import ageing, heat
from tasks.reports.pictures_flow import flow
from tasks.reports.pictures_trend import trend
from tasks.reports.policy import may_read_board, may_read_oversight, may_read_scores
from tasks.reports.risk import risk
from tasks.reports.scorecard_options import PeriodForm, UnitForm
from tasks.reports.scorecard_unit import scorecard
from tasks.reports.scorecards import scorecards
from tasks.reports.targets import build as targets
from tasks.reports.targets import may_read_targets
from tasks.reports.task_list import overdue


@dataclass(frozen=True, slots=True)
class Maker:
    """How a report is made, and who may ask for it.

    `options` makes the form of what this report alone understands, out of the query string and the day asked about: it
    is bound, brings its own defaults, and its fields stand in the toolbar beside day, basis and map. While it has
    errors nothing is built.
    """

    slug: str
    title: str | Promise
    lede: str | Promise
    build: Callable[[Asked], Report]
    may: Callable[[User, date], Decision]
    options: Callable[[QueryDict, date], Form] | None = None


SCORECARDS: Final = (
    Maker(
        "scorecards",
        _("Bảng xếp hạng kỷ luật"),
        _("Chỉ số kỷ luật của từng cơ quan, theo nhóm; công thức công khai, mỗi số mở được danh sách."),
        scorecards,
        may_read_scores,
        PeriodForm,
    ),
    Maker(
        "scorecard",
        _("Bảng điểm của một cơ quan"),
        _("Chỉ số được tính thế nào từ số liệu của chính cơ quan, số liệu kèm theo và diễn biến các tháng."),
        scorecard,
        may_read_scores,
        UnitForm,
    ),
    Maker(
        "oversight",
        _("Việc theo dõi của Văn phòng"),
        _("Từ văn bản đến giao việc, từ báo cáo đến xác nhận; trả lại, đôn đốc, gia hạn, giao lại chậm."),
        oversight,
        may_read_oversight,
        PeriodForm,
    ),
    Maker(
        "risk",
        _("Cảnh báo sớm nguy cơ chậm"),
        _("Nhiệm vụ có dấu hiệu sẽ lỡ hạn, vì sao, và những dự báo như vậy đã đúng đến đâu."),
        risk,
        may_read_board,
    ),
)
BOARD: Final = (
    Maker(
        "overdue",
        _("Bảng quá hạn"),
        _("Quá hạn theo đơn vị, văn bản, lĩnh vực, lãnh đạo; số ngày quá hạn; tỷ lệ đúng hạn."),
        board,
        may_read_board,
        BoardOptions,
    ),
    Maker(
        "overdue-list",
        _("Danh mục nhiệm vụ quá hạn"),
        _("Từng nhiệm vụ quá hạn, lâu nhất trước: văn bản giao, cơ quan chủ trì, hạn, lý do, số lần đôn đốc."),
        overdue,
        may_read_board,
    ),
)
CITY: Final = (
    Maker(
        "monthly",
        _("Báo cáo tháng, quý, năm"),
        _("Giao, hoàn thành, quá hạn của kỳ so với kỳ trước; từng cơ quan, nguyên nhân chậm, danh mục quá hạn."),
        monthly,
        may_read_board,
        monthly_options,
    ),
    Maker(
        "causes",
        _("Nguyên nhân chậm"),
        _("Vướng mắc nêu trong báo cáo gần nhất của nhiệm vụ quá hạn, theo nguyên nhân và cơ quan."),
        causes,
        may_read_board,
    ),
    Maker(
        "extensions",
        _("Thống kê gia hạn"),
        _("Đề nghị, kết quả, số ngày được gia hạn, xin lại, quyết định chậm; theo cơ quan, người quyết định, lý do."),
        extensions,
        may_read_board,
        DaysForm,
    ),
)
PICTURES: Final = (
    Maker(
        "trend",
        _("Diễn biến 12 tháng"),
        _("Giao mới, hoàn thành và quá hạn cuối mỗi tháng, theo tình trạng đúng vào ngày đó."),
        trend,
        may_read_board,
    ),
    Maker(
        "ageing",
        _("Tuổi của nhiệm vụ quá hạn"),
        _("Quá hạn bao nhiêu ngày, theo nhóm cơ quan và từng cơ quan."),
        ageing,
        may_read_board,
    ),
    Maker(
        "heat",
        _("Cơ quan và tháng"),
        _("Mỗi cơ quan mỗi tháng có bao nhiêu nhiệm vụ đến hạn và bao nhiêu nhiệm vụ muộn."),
        heat,
        may_read_board,
    ),
    Maker(
        "flow",
        _("Nhiệm vụ đang ở đâu"),
        _("Đường đi của nhiệm vụ: giao, tiếp nhận, thực hiện, báo cáo, xong, bị trả lại hay quá hạn."),
        flow,
        may_read_board,
    ),
)
PAPERS: Final = (
    Maker(
        "targets",
        _("Chỉ tiêu của văn bản"),
        _("Mọi chỉ tiêu với mục tiêu, số liệu mới nhất, nguồn và tình trạng đạt hay chưa đạt."),
        targets,
        may_read_targets,
    ),
)
MAKERS: Final[tuple[Maker, ...]] = (
    *PICTURES,
    *CITY,
    *BOARD,
    *SCORECARDS,
    *PAPERS,
)
REPORTS: Final[Mapping[str, Maker]] = {maker.slug: maker for maker in MAKERS}
