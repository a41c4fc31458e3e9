"""People at the door: counters and the remembered rule begin anew with each test; codes as a telephone makes them."""

import itertools
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import mfa_demand
from accounts.models import AuditEntry

PASSWORD = "mat-khau-thu-nghiem"
LOGIN = "/accounts/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_addresses = (f"10.{one}.{two}.7" for one, two in itertools.product(range(1, 250), repeat=2))


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Neither what Valkey counted nor the rule that this process remembers."""
    cache.clear()
    mfa_demand.forget()
    yield
    mfa_demand.forget()


@pytest.fixture
def still(time_machine):
    """The clock stands: no half minute ends between a code and its use."""
    time_machine.move_to(timezone.now(), tick=False)


class Visitor(Client):
    """A browser at an address of its own."""

    def __init__(self, **options):
        super().__init__(REMOTE_ADDR=next(_addresses), **options)

    def enter(self, login, password=PASSWORD, **options):
        return self.post(LOGIN, {"login": login, "password": password}, **options)

    @property
    def is_in(self):
        return "_auth_user_id" in self.session


@pytest.fixture
def visitor():
    return Visitor()


@pytest.fixture
def new_visitor():
    return Visitor


def code(secret=SECRET, *, steps=0):
    """What an authenticator app shows, `steps` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_app(user):
    """An authenticator app of that person, and the recovery codes that come with it."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def secret_of(user):
    return decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"])


def trail(action=""):
    """What the trail says, oldest first."""
    rows = AuditEntry.objects.order_by("pk")
    return list(rows.filter(action=action) if action else rows.values_list("action", flat=True))


@pytest.fixture
def as_admin(people):
    """The administrator's browser."""
    made = Visitor()
    made.enter("quan")
    return made
