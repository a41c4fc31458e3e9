"""The address of the client behind reverse proxies of our own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """Puts the client's address into REMOTE_ADDR, where the audit trail and the limits at login look for it.

    Each proxy appends the address it was called from to X-Forwarded-For. With TRUSTED_PROXY_COUNT of them in front, the
    entry that many places from the right was written by the outermost one; whatever stands left of it is the
    client's own claim and is ignored. With none (the default) the header is not read at all.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXY_COUNT
        steps = [step.strip() for step in request.headers.get("X-Forwarded-For", "").split(",")]
        if count and len(steps) >= count and steps[-count]:
            request.META["REMOTE_ADDR"] = steps[-count]
        return self.get_response(request)
