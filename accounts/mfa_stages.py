"""The stage of signing in that asks for the second factor."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.mfa_gate import PROVED_ELSEWHERE


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth ships no types
    """As allauth's, but not asked of who proved a second factor at a trusted identity provider a moment ago."""

    def _should_handle(self, request: HttpRequest) -> bool:
        proved = self.login.user is not None and request.session.get(PROVED_ELSEWHERE) == self.login.user.pk
        return not proved and bool(super()._should_handle(request))
