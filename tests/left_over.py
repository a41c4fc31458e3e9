"""No test hands a transaction, a broken connection or another clock on: it is named, what it left is taken away.

A transaction left open would fail every test after it in its set-up, and PostgreSQL would log nothing of it.
"""

import warnings

import psycopg
import pytest
import time_machine
from django.db import connection
from psycopg.pq import TransactionStatus
from pytest_django.plugin import blocking_manager_key

_held: dict[object, int] = {}
"""Blocks that a fixture of a module or of the run holds open until it ends."""


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """Count the blocks that a fixture opens for more than one test."""
    if fixturedef.scope == "function":
        return (yield)
    before = len(connection.atomic_blocks)
    made = yield
    if len(connection.atomic_blocks) > before:
        _held[fixturedef] = len(connection.atomic_blocks) - before
    return made


def pytest_fixture_post_finalizer(fixturedef):
    """The fixture has ended, and its blocks with it."""
    _held.pop(fixturedef, None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    """After everything else of a test has been taken down: nothing of it may be left."""
    try:
        return (yield)
    finally:
        with item.config.stash[blocking_manager_key].unblock():
            faults = [fault for fault in (transaction_left(), clock_left()) if fault]
        if faults:
            pytest.fail("; ".join(faults))


def transaction_left() -> str:
    """What is wrong with the connection between two tests, mended as far as can be; empty when nothing is."""
    mine = sum(_held.values())
    depth = len(connection.atomic_blocks)
    if depth > mine:
        _roll_back(depth - mine)
        return f"{depth - mine} transaction blocks were left open"
    if depth < mine:
        return "a block that a fixture holds for all tests of its module was ended"
    if mine:
        return "the transaction of the module was broken" if connection.needs_rollback else ""
    return _idle()


def _roll_back(blocks: int) -> None:
    for _ in range(blocks):
        connection.needs_rollback = True
        connection.atomic_blocks[-1].__exit__(None, None, None)
    if not connection.atomic_blocks:
        connection.close()


def _idle() -> str:
    """Whether the server and we agree that no transaction is open; a lost connection is replaced and warned of."""
    if connection.connection is None:
        return ""
    try:
        status = connection.connection.info.transaction_status
    except psycopg.Error:
        status = TransactionStatus.UNKNOWN
    if status is TransactionStatus.IDLE:
        return ""
    connection.close()
    if status is TransactionStatus.UNKNOWN:
        warnings.warn("the connection to PostgreSQL was lost; the next test opens another", stacklevel=2)
        return ""
    return f"the connection was left in a transaction ({status.name})"


def clock_left() -> str:
    """Whether a changed clock runs on."""
    return "the clock was left changed" if time_machine.escape_hatch.is_travelling() else ""
