"""What each action of the audit trail is called, and how its columns and values read."""

from datetime import date
from typing import Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry

WORDS: Final[dict[str, str | Promise]] = {
    "auth.logged_in": _("Đăng nhập"),
    "auth.logged_out": _("Đăng xuất"),
    "auth.login_failed": _("Đăng nhập không thành công"),
    "auth.password_changed": _("Đổi mật khẩu"),
    "auth.password_reset": _("Đặt lại mật khẩu"),
    "signin.locked": _("Khóa đăng nhập vì sai nhiều lần"),
    "signin.unlocked": _("Mở khóa đăng nhập"),
    "signin.second_factor_failed": _("Sai mã xác thực hai lớp"),
    "signin.linked": _("Nối với tài khoản của nhà cung cấp danh tính"),
    "signin.stranger": _("Người lạ đăng nhập qua nhà cung cấp danh tính"),
    "factor.added": _("Thêm cách xác thực hai lớp"),
    "factor.removed": _("Bỏ cách xác thực hai lớp"),
    "factor.codes_renewed": _("Tạo mã dự phòng mới"),
    "factor.reset": _("Đặt lại xác thực hai lớp của người dùng"),
    "factor.demanded": _("Quy định xác thực hai lớp"),
    "session.ended": _("Kết thúc một phiên làm việc"),
    "session.all_ended": _("Kết thúc các phiên làm việc"),
    "person.created": _("Thêm người dùng"),
    "person.changed": _("Sửa người dùng"),
    "person.changed_own": _("Tự sửa hồ sơ"),
    "person.deactivated": _("Khóa tài khoản"),
    "person.reactivated": _("Mở lại tài khoản"),
    "person.reset_link_made": _("Tạo liên kết đặt lại mật khẩu"),
    "person.read": _("Xem hồ sơ người dùng"),
    "meeting.planned": _("Lập cuộc họp"),
    "meeting.changed": _("Sửa cuộc họp"),
    "meeting.filled": _("Bổ sung chương trình họp"),
    "meeting.begun": _("Bắt đầu họp"),
    "meeting.closed": _("Kết thúc họp"),
    "meeting.item_added": _("Đưa vào chương trình họp"),
    "meeting.item_moved": _("Đổi thứ tự chương trình họp"),
    "meeting.item_removed": _("Bỏ khỏi chương trình họp"),
    "meeting.item_settled": _("Ghi kết quả bàn một nội dung"),
    "meeting.decided": _("Ghi kết luận cuộc họp"),
    "meeting.minutes": _("Tải biên bản họp"),
    "list.exported": _("Tải danh sách về"),
    "report.exported": _("Tải báo cáo về"),
    "pack.rule_saved": _("Ghi quy tắc gửi bộ báo cáo"),
    "pack.made": _("Tạo bộ báo cáo"),
    "pack.tried": _("Gửi thử bộ báo cáo"),
    "pack.downloaded": _("Tải tệp của bộ báo cáo về"),
    "export.asked": _("Yêu cầu tạo tệp kết xuất"),
    "export.made": _("Tạo xong tệp kết xuất"),
    "export.cancelled": _("Hủy tạo tệp kết xuất"),
    "export.retried": _("Tạo lại tệp kết xuất"),
    "export.downloaded": _("Tải tệp kết xuất về"),
    "mail.read": _("Xem nội dung thư"),
    "instruction.file_read": _("Mở tệp giải trình"),
    "trail.read": _("Xem nhật ký"),
    "trail.exported": _("Tải nhật ký về"),
    "invitation.sent": _("Mời người dùng"),
    "invitation.resent": _("Gửi lại thư mời"),
    "invitation.revoked": _("Thu hồi lời mời"),
    "invitation.accepted": _("Nhận lời mời"),
    "post.given": _("Giao vị trí công tác"),
    "post.ended": _("Kết thúc vị trí công tác"),
    "post.corrected": _("Sửa vị trí công tác"),
    "post.cancelled": _("Hủy vị trí công tác chưa bắt đầu"),
    "person.contact_erased": _("Xóa thông tin liên hệ của người đã thôi công tác"),
    "person.handed_over": _("Bàn giao công việc"),
    "absence.entered": _("Ghi vắng mặt, người thay"),
    "absence.changed": _("Sửa vắng mặt, người thay"),
    "absence.called_off": _("Hủy vắng mặt"),
    "preference.changed": _("Đổi tùy chọn nhận thư"),
    "file.infected": _("Chặn tệp nhiễm mã độc"),
    "file.scanned": _("Quét lại tệp đã lưu"),
    "token.created": _("Tạo mã API"),
    "token.revoked": _("Thu hồi mã API"),
    "organisation.created": _("Thêm tổ chức"),
    "organisation.changed": _("Sửa tổ chức"),
    "organisation.moved": _("Chuyển tổ chức"),
    "reorganisation.drafted": _("Soạn đợt sắp xếp tổ chức"),
    "reorganisation.shared": _("Phân chia việc khi sắp xếp tổ chức"),
    "reorganisation.planned": _("Lên lịch sắp xếp tổ chức"),
    "reorganisation.cancelled": _("Hủy đợt sắp xếp tổ chức"),
    "reorganisation.applied": _("Thực hiện sắp xếp tổ chức"),
    "reorganisation.followed": _("Chuyển nốt việc đến sau khi sắp xếp"),
    "reorganisation.undone": _("Hoàn lại sắp xếp tổ chức"),
    "task.event_dated": _("Ghi ngày của mốc"),
    "task.event_corrected": _("Sửa ngày của mốc"),
    "task.reviewed": _("Rà soát nhiệm vụ không có hạn"),
    "series.created": _("Lập nhiệm vụ định kỳ"),
    "series.continued": _("Tạo nhiệm vụ của kỳ tới"),
    "series.stalled": _("Nhiệm vụ định kỳ cần xử lý"),
    "series.handed_over": _("Đổi cơ quan chủ trì nhiệm vụ định kỳ"),
    "series.rule_changed": _("Đổi chu kỳ nhiệm vụ định kỳ"),
    "series.occurrence_changed": _("Bỏ hoặc dời một kỳ"),
    "series.closed": _("Kết thúc nhiệm vụ định kỳ"),
    "rules.adopted": _("Ghi quy tắc tính hạn"),
    "workday.changed": _("Sửa căn cứ của ngày trong lịch"),
    "workday.year_decided": _("Xác nhận lịch nghỉ của năm"),
    "field.created": _("Thêm lĩnh vực"),
    "field.changed": _("Sửa lĩnh vực"),
    "task.release": _("Giao nhiệm vụ"),
    "task.created": _("Ghi nhiệm vụ thủ công"),
    "task.receive": _("Tiếp nhận nhiệm vụ"),
    "task.contest": _("Đề nghị giao lại"),
    "task.reassign": _("Giao cơ quan khác"),
    "task.reject_contest": _("Giữ nguyên cơ quan chủ trì"),
    "task.delegate": _("Giao chuyên viên"),
    "task.report": _("Báo cáo tiến độ"),
    "task.acknowledge": _("Xác nhận đã biết"),
    "view.saved": _("Lưu góc nhìn"),
    "view.changed": _("Sửa góc nhìn đã lưu"),
    "view.deleted": _("Xóa góc nhìn đã lưu"),
    "view.made_default": _("Đặt góc nhìn mặc định"),
    "view.default_dropped": _("Bỏ góc nhìn mặc định"),
    "ladder.changed": _("Sửa quy tắc nhắc hạn"),
    "task.submit": _("Báo cáo hoàn thành"),
    "task.sign_off": _("Ký duyệt kết quả"),
    "task.take_back": _("Rút lại kết quả đang chờ ký duyệt"),
    "task.send_back": _("Trả lại kết quả trong đơn vị"),
    "task.part": _("Nhận việc phân công nội bộ"),
    "task.part_added": _("Phân công nội bộ"),
    "task.part_changed": _("Sửa việc phân công nội bộ"),
    "task.party_reminded": _("Nhắc cơ quan phối hợp"),
    "practice.rule_added": _("Ghi quy tắc xử lý nhiệm vụ"),
    "report.ages_set": _("Ghi các mức ngày quá hạn"),
    "report.weights_set": _("Ghi trọng số của chỉ số kỷ luật"),
    "practice.waived": _("Bỏ bước ký duyệt nội bộ"),
    "practice.restored": _("Khôi phục bước ký duyệt nội bộ"),
    "task.accept": _("Xác nhận hoàn thành"),
    "task.return": _("Trả lại kết quả"),
    "task.suspend": _("Tạm dừng nhiệm vụ"),
    "task.resume": _("Cho thực hiện tiếp"),
    "task.withdraw": _("Thu hồi nhiệm vụ"),
    "task.extension_ask": _("Xin gia hạn"),
    "task.extension_withdraw": _("Rút đề nghị gia hạn"),
    "task.extension_grant": _("Gia hạn nhiệm vụ"),
    "task.extension_refuse": _("Không đồng ý gia hạn"),
    "task.urge": _("Đôn đốc nhiệm vụ"),
    "instruction.proposed": _("Soạn dự thảo ý kiến chỉ đạo"),
    "instruction.given": _("Cho ý kiến chỉ đạo, giải trình, biểu dương, phê bình"),
    "instruction.declined": _("Không dùng dự thảo ý kiến chỉ đạo"),
    "instruction.withdrawn": _("Thu hồi ý kiến chỉ đạo"),
    "instruction.answered": _("Trả lời chỉ đạo, giải trình"),
    "instruction.accepted": _("Chấp nhận câu trả lời"),
    "instruction.returned": _("Trả lại câu trả lời"),
    "task.urging_letter": _("Soạn công văn đôn đốc"),
    "task.paper_moved": _("Chuyển nhiệm vụ sang văn bản mới"),
    "task.paper_kept": _("Giữ nhiệm vụ khi văn bản thay đổi"),
    "task.paper_restored": _("Đưa nhiệm vụ về văn bản cũ"),
    "directive.amendment_decided": _("Quyết định nhiệm vụ của văn bản bị thay đổi"),
    "directive.amendment_undone": _("Hoàn lại quyết định về nhiệm vụ"),
    "draft.repeat_ruled": _("Xử lý nhiệm vụ trùng"),
    "task.supervise": _("Phân công theo dõi"),
    "task.party_added": _("Thêm cơ quan phối hợp"),
    "task.party_edited": _("Sửa phần việc phối hợp"),
    "task.party_removed": _("Bỏ cơ quan phối hợp"),
    "task.party_updated": _("Cập nhật phần việc phối hợp"),
    "directive.clause_ruled": _("Đánh dấu điều khoản không phải nhiệm vụ"),
    "directive.clause_unruled": _("Bỏ đánh dấu điều khoản không phải nhiệm vụ"),
    "directive.targets_found": _("Tìm chỉ tiêu trong văn bản"),
    "target.added": _("Thêm chỉ tiêu"),
    "target.changed": _("Sửa chỉ tiêu"),
    "target.confirmed": _("Xác nhận chỉ tiêu"),
    "target.all_confirmed": _("Xác nhận mọi chỉ tiêu đề xuất"),
    "target.removed": _("Bỏ chỉ tiêu"),
    "target.restored": _("Khôi phục chỉ tiêu"),
    "target.value_entered": _("Ghi số liệu chỉ tiêu"),
    "target.value_changed": _("Sửa số liệu chỉ tiêu"),
    "target.value_removed": _("Xóa số liệu chỉ tiêu"),
    "directive.registered": _("Đăng ký văn bản"),
    "directive.read": _("Đọc văn bản"),
    "directive.changed": _("Sửa thông tin văn bản"),
    "directive.drafts_accepted": _("Chấp nhận nhiều đề xuất"),
    "directive.reviewed": _("Rà soát xong văn bản"),
    "directive.released": _("Giao việc từ văn bản"),
    "directive.reparse_asked": _("Yêu cầu đọc lại văn bản"),
    "directive.reparsed": _("Áp dụng bản đọc lại"),
    "directive.reparse_discarded": _("Bỏ bản đọc lại"),
    "directive.reparse_undone": _("Hoàn lại bản đọc lại"),
    "name.confirmed": _("Ghi nhớ cách gọi cơ quan"),
    "name.declined": _("Không dùng cách gọi cơ quan"),
    "draft.created": _("Tạo đề xuất"),
    "draft.edited": _("Sửa đề xuất"),
    "directive.step_undone": _("Hoàn tác một bước rà soát"),
    "directive.step_redone": _("Làm lại một bước rà soát"),
    "draft.lead_chosen": _("Chọn cơ quan chủ trì"),
    "draft.sides_swapped": _("Đổi vai chủ trì, phối hợp"),
    "draft.staged": _("Tách theo mốc thời gian"),
    "draft.moved": _("Đổi thứ tự đề xuất"),
    "draft.deadline_confirmed": _("Xác nhận không có hạn"),
    "draft.split": _("Tách đề xuất"),
    "draft.merged": _("Gộp đề xuất"),
    "draft.merged_away": _("Đề xuất được gộp đi"),
    "draft.accepted": _("Chấp nhận đề xuất"),
    "draft.rejected": _("Loại bỏ đề xuất"),
    "draft.proposed": _("Đưa đề xuất về chờ quyết định"),
    "file.received": _("Nhận tệp"),
    "file.read": _("Đọc tệp"),
    "file.failed": _("Không đọc được tệp"),
    "file.refused": _("Từ chối tệp mật"),
    "file.duplicate": _("Tệp trùng văn bản đã có"),
    "file.retried": _("Đọc lại tệp"),
    "mail.retried": _("Gửi lại thư"),
    "mail.given_up": _("Bỏ thư không gửi được"),
    "address.declared_usable": _("Xác nhận địa chỉ thư dùng được"),
    "address.correction_asked": _("Đề nghị sửa địa chỉ thư hỏng"),
    "workday.added": _("Thêm ngày nghỉ, ngày làm bù"),
    "workday.removed": _("Bỏ ngày nghỉ, ngày làm bù"),
}


def word(action: str) -> str:
    """What an action is called on the page; one without a word shows its own name."""
    return str(WORDS.get(action, action))


def differences(entry: AuditEntry) -> list[tuple[str, str | None, str]]:
    """(column, before, after) of everything the entry notes, as people read it; before None when it notes none."""
    names = dict.fromkeys([*entry.before, *entry.after])
    return [_difference(entry, name, _column(entry.target_type, name)) for name in names]


def _difference(entry: AuditEntry, name: str, column: "Field[object, object] | None") -> tuple[str, str | None, str]:
    label = str(column.verbose_name) if column is not None else _table(name)
    before = _shown(entry.before[name], column) if name in entry.before else None
    return label[:1].upper() + label[1:], before, _shown(entry.after.get(name), column)


def _table(name: str) -> str:
    """The words of a table, for an entry that notes rows of several; any other name as it is."""
    try:
        return str(apps.get_model(name)._meta.verbose_name)
    except (LookupError, ValueError):
        return name


def _column(target_type: str, name: str) -> "Field[object, object] | None":
    """The column of the target's table with that name; None for what is no column."""
    try:
        model: type[Model] = apps.get_model(target_type)
        found = model._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, Field) else None


def _shown(value: object, column: "Field[object, object] | None") -> str:
    """A choice by its label, a day as offices write it, a list with commas, a dash for nothing, many rows by number."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
        return _now("%(count)d dòng (đủ trong tệp tải về)") % {"count": len(value)}
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if column is not None and column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    try:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    except ValueError:
        return str(value)
