"""The second factor as django-allauth keeps it: sealed secrets, our sentences, and no removal of what is demanded."""

import base64
import hashlib
from typing import ClassVar, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import mfa_demand
from accounts.clock import today
from accounts.errors import DomainError
from accounts.models import User

SALT: Final = b"accounts.mfa.sealed:"


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(SALT + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seals what is stored with the site's key: who reads a copy of the database cannot make codes."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Không bỏ được lớp xác thực này."),
        "cannot_generate_recovery_codes": _("Hãy bật ứng dụng xác thực hoặc khóa bảo mật trước khi tạo mã dự phòng."),
        "incorrect_code": _("Mã chưa đúng hoặc đã dùng. Hãy đợi mã mới rồi thử lại."),
    }

    def encrypt(self, text: str) -> str:
        """`text` sealed with the site's key."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed, with the key of today or a former one.

        Raises:
            DomainError: the site's key has changed and the former one is not given.
        """
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            sentence = _("Lớp xác thực thứ hai của bạn không còn đọc được; hãy nhờ quản trị viên đặt lại.")
            raise DomainError(sentence, code="factor_unreadable") from error

    def get_totp_issuer(self) -> str:
        """What the app on the telephone shows above the code."""
        return str(settings.OFFICE_NAME)

    def get_totp_label(self, user: User) -> str:
        """The sign-in name, which is never empty."""
        return user.username

    def build_totp_svg(self, url: str) -> str:
        """The QR code as a drawing on white, which telephones can read in a dark theme too."""
        import qrcode  # brings pictures and XML, which no other page needs
        from qrcode.image.svg import SvgPathFillImage

        drawn: bytes = qrcode.make(url, image_factory=SvgPathFillImage).to_string()
        return drawn.decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last factor of somebody who must have one."""
        return not removal_refused(authenticator)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A name for a new key; the person may change it."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Khóa %(number)s") % {"number": held + 1}

    def is_mfa_enabled(self, user: User | AnonymousUser, types: list[str] | None = None) -> bool:
        """Whether the person has a factor of these types."""
        return bool(super().is_mfa_enabled(user, types=types))


def removal_refused(authenticator: Authenticator) -> str:
    """Why this factor cannot be removed, in one sentence; empty when it can."""
    user: User = authenticator.user
    if mfa_demand.due(user, today()) is None:
        return ""
    others = Authenticator.objects.filter(user_id=user.pk, type__in=mfa_demand.STRONG).exclude(pk=authenticator.pk)
    if others.exists():
        return ""
    return gettext("Vai trò của bạn phải có xác thực hai lớp: hãy thêm cách xác thực khác trước khi bỏ cách này.")
