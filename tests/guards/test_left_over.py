"""What a test leaves of its transaction is named, and the test after it begins with a sound connection."""

import pytest
import time_machine
from django.db import connection, transaction

from accounts.models import User
from tests import left_over

pytestmark = pytest.mark.django_db(transaction=True)


def sound():
    """Whether the next test may begin."""
    return User.objects.count() == 0 and not connection.in_atomic_block and left_over.transaction_left() == ""


def test_blocks_that_were_never_left_are_rolled_back():
    User.objects.exists()
    transaction.atomic().__enter__()
    transaction.atomic().__enter__()
    User.objects.create_user("ai-do")
    assert left_over.transaction_left() == "2 transaction blocks were left open"
    assert sound()


def test_a_connection_closed_inside_its_block_is_replaced():
    transaction.atomic().__enter__()
    connection.close()
    assert left_over.transaction_left() == "1 transaction blocks were left open"
    assert sound()


def test_a_transaction_that_django_does_not_know_is_ended():
    User.objects.exists()
    connection.connection.execute("BEGIN")
    assert left_over.transaction_left() == "the connection was left in a transaction (INTRANS)"
    assert sound()


def test_a_lost_connection_is_replaced_and_warned_of():
    User.objects.exists()
    connection.connection.close()
    with pytest.warns(UserWarning, match="was lost"):
        assert left_over.transaction_left() == ""
    assert sound()


def test_a_clock_that_runs_on_is_named():
    assert left_over.clock_left() == ""
    with time_machine.travel(0):
        assert left_over.clock_left() == "the clock was left changed"
