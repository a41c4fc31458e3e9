"""manage.py load_sample_city: people in every role, papers and tasks on their way, for a first look."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.clock import today
from config.sample import city, people

SHOWN = (
    "vanthu",
    "theodoi",
    "lanhdao",
    "lanhdao2",
    "giamdoc.stc",
    "chuyenvien.stc",
    "giamdoc.sxd",
    "chuyenvien.sxd",
    "chutich.hongbang",
    "chuyenvien.hongbang",
    "chanhvanphong",
    "quantri",
    "kiemtra",
)
"""One or two of each role; the others follow the same pattern."""


class Command(BaseCommand):
    """May run at every start: a second run finds everything there."""

    help = "Load the sample city with ready logins (never in production)."

    def handle(self, *args: object, **options: object) -> None:
        """Load what is missing, then print the logins.

        Raises:
            CommandError: in production, or when the machine's clock stands before the first day of the sample.
        """
        if settings.PRODUCTION:
            raise CommandError(_("Thành phố mẫu có mật khẩu ai cũng biết nên không nạp vào hệ thống thật."))
        if today() < people.OPENED:
            sentence = _("Đồng hồ của máy đang ở ngày %(day)s, trước khi thành phố mẫu bắt đầu; hãy chỉnh lại.")
            raise CommandError(sentence % {"day": today().strftime("%d/%m/%Y")})
        city.load(today(), self.stdout.write)
        self._print_logins()

    def _print_logins(self) -> None:
        logins = {login.username: login for login in people.roster()}
        places = people.place_names()
        rows = [(_("Vai trò"), _("Tên đăng nhập"), _("Họ và tên"), _("Tổ chức"))]
        rows += [
            (str(login.role.label), login.username, login.full_name, places.get(login.organisation, login.organisation))
            for login in (logins[name] for name in SHOWN)
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        self.stdout.write("")
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        self.stdout.write("")
        others = _("Các đơn vị khác cũng theo mẫu giamdoc.<mã sở>, chuyenvien.<mã sở>, ví dụ giamdoc.syt.")
        self.stdout.write(f"{others}\n{_('Mật khẩu chung:')} {people.PASSWORD}")
