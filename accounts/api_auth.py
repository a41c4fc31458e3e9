"""Signing in to the API with a token, and what the scope of a token lets through."""

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts import context
from accounts.actions.tokens import digest
from accounts.clock import today
from accounts.models import ApiToken, Scope, User

NOTE_EVERY: Final = timedelta(minutes=5)
"""The last use of a token is noted no more often than this, so that reading stays reading."""


class ScopedTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`, known by its hash, until its last day; the trail then names the person's first post."""

    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        """The person and the token.

        Raises:
            AuthenticationFailed: unknown, revoked, past its last day, or of an account that is closed.
        """
        token = ApiToken.objects.select_related("user").filter(digest=digest(key), revoked_at__isnull=True).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("Mã API không đúng hoặc đã bị thu hồi."))
        if token.expires_on < today():
            raise AuthenticationFailed(_("Mã API đã hết hạn; hãy tạo mã mới ở trang Mã API."))
        _note_use(token)
        _act_under_first_post(token.user)
        return token.user, token


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTE_EVERY:
        address = context.current().address
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now, last_used_from=address)


def _act_under_first_post(user: User) -> None:
    known, posts = context.current(), user.posts(today())
    context.enter(context.RequestContext(known.request_id, known.address, posts[0].pk if posts else None))


class WithinScope(BasePermission):
    """A token that only reads changes nothing, whatever its person may do."""

    message = _("Mã API này chỉ được đọc; hãy tạo mã có phạm vi «Đọc và cập nhật».")
    code = "token_read_only"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Everything for a session; reading for every token, the rest for tokens that may write."""
        token = request.auth
        return request.method in SAFE_METHODS or not isinstance(token, ApiToken) or token.scope == Scope.WRITE
