"""Real servers for the whole run: PostgreSQL and Valkey of our own on free ports, unless the environment names some."""

import atexit
import gc
import math
import os
import shutil
import tempfile
import time
from datetime import date
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from accounts import context
from config import env
from config.embedded.valkey import Valkey
from tests import left_over, migrated

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
PATIENCE = 60  # seconds


def start_servers() -> None:
    """Start what TEST_DATABASE_URL and TEST_REDIS_URL do not name; workers of xdist inherit the addresses.

    Settings are read before this file, so their one dictionary is filled in here, before the first connection.
    """
    folder = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
    folder.chmod(0o755)
    if "TEST_DATABASE_URL" not in os.environ:
        # Of rows that tests roll back a vacuum would remember empty tables, and the next test walks full ones by that.
        postgres = migrated.start(folder, settings=("autovacuum=off",))
        os.environ["TEST_DATABASE_URL"] = postgres.url("tracker")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        atexit.register(postgres.stop)
    if "TEST_REDIS_URL" not in os.environ:
        valkey = Valkey(folder / "valkey", durable=False)
        valkey.start()
        os.environ["TEST_REDIS_URL"] = valkey.url()
        atexit.register(valkey.stop)


os.environ.setdefault("AIOSMTPD_CONTROLLER_TIMEOUT", "60")  # 5 seconds are little for a machine that is busy


def point_settings_there() -> None:
    """Put the addresses into the settings of this process."""
    database = int(WORKER.removeprefix("gw") or 0) % 8 * 2 if WORKER else 0
    redis_url = os.environ["TEST_REDIS_URL"].rsplit("/", 1)[0] + f"/{database}"
    settings.DATABASES["default"].update(env.database(os.environ["TEST_DATABASE_URL"]))
    settings.DATABASES["default"]["OPTIONS"] = {}
    settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CELERY_REDBEAT_REDIS_URL = redis_url
    settings.CACHES["default"]["LOCATION"] = redis_url
    # Cheap password hashes; uploads are read in the process of the tests, because starting another for each takes
    # longer than most tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.READ_APART = settings.ACCOUNT_RATE_LIMITS = False
    # Every client of a test would look for all static files anew; the live server of the browser finds them by itself.
    settings.WHITENOISE_USE_FINDERS = False
    be_patient()
    from config.celery import app

    app.conf.update(broker_url=redis_url, redbeat_redis_url=redis_url)


def be_patient():
    """Servers of the tests may take a minute to answer: a busy machine is no outage."""
    from config import health
    from directives.parsing.readers import office

    settings.CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = settings.EMAIL_TIMEOUT = health.PATIENCE = PATIENCE
    settings.CELERY_BROKER_TRANSPORT_OPTIONS.update(socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    office.SECONDS = 10.0 * PATIENCE


start_servers()
point_settings_there()
# The same examples in every run: what passed passes again. `PROPERTIES=random make test` looks for new ones.
# No example has to end by the clock: how long one takes says more about the machine than about the code.
unhurried = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("same", derandomize=True, database=None, **unhurried)
hypothesis.settings.register_profile("random", print_blob=True, **unhurried)
hypothesis.settings.load_profile(os.environ.get("PROPERTIES", "same"))


def pytest_configure(config):
    """What a test leaves behind fails that test and no other."""
    config.pluginmanager.register(left_over, "left_over")


def pytest_collection_modifyitems(config, items):
    """Leave out what is marked as extended, unless `TESTS=all` asks for it (`make test-all`)."""
    if os.environ.get("TESTS") == "all":
        return
    left_out = [item for item in items if item.get_closest_marker("extended")]
    items[:] = [item for item in items if not item.get_closest_marker("extended")]
    config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Thousands of tests and all modules stay until the end: the collector of garbage need not walk them each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def folders_of_media(tmp_path_factory):
    """An endless supply of folders for files; none is made before something is kept in it."""
    root = tmp_path_factory.mktemp("media")
    return (root / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def private(settings, folders_of_media):
    """Files in a folder of the test's own; mails stay in memory unless a test starts SMTP."""
    settings.MEDIA_ROOT = next(folders_of_media)
    # The rule of the second factor stays remembered as nobody's, so that no count of queries depends on the hour.
    from accounts import mfa_demand

    mfa_demand._remembered["demand"] = (math.inf, mfa_demand.Demand(frozenset(), date.max, 0))


@pytest.fixture(autouse=True)
def under_no_post():
    """Nobody's post is left over: an action of somebody with two posts, called outside of a request, settles on one."""
    token = context.enter(context.NOBODY)
    yield
    context.leave(token)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each worker begins with a copy of the migrated database instead of migrating one of its own."""
    migrated.clone(os.environ["TEST_DATABASE_URL"], connection.settings_dict["TEST"]["NAME"] or migrated.NAME)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of Django, and a quicker way to empty it after tests with real transactions."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(AS_MIGRATED)
    TransactionTestCase._fixture_teardown = as_after_migrating
    yield
    TransactionTestCase._fixture_teardown = DJANGOS_TEARDOWN


DJANGOS_TEARDOWN = TransactionTestCase._fixture_teardown
AS_MIGRATED = """
    CREATE SCHEMA IF NOT EXISTS as_migrated;
    CREATE OR REPLACE FUNCTION remember_what_migrations_left() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        name text;
        found boolean;
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
            AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO found;
            IF found THEN
                EXECUTE format('CREATE TABLE IF NOT EXISTS as_migrated.%I AS TABLE public.%I', name, name);
            END IF;
        END LOOP;
    END $$;
    CREATE OR REPLACE FUNCTION back_to_what_migrations_left() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        name text;
    BEGIN
        SET LOCAL session_replication_role = replica; -- neither triggers of the trail nor foreign keys
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
            AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
        LOOP
            EXECUTE format('DELETE FROM public.%I', name);
        END LOOP;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'as_migrated' LOOP
            EXECUTE format('INSERT INTO public.%I SELECT * FROM as_migrated.%I', name, name);
        END LOOP;
    END $$;
    SELECT remember_what_migrations_left()"""

OTHERS_AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
        AND backend_type = 'client backend'"""


def as_after_migrating(case):
    """Codes, rules and days off that migrations leave come back; Django would leave every table empty, slowly.

    A request whose browser has gone may still be at work: it ends first, so that it neither meets us at a lock nor
    leaves its rows to the next test.
    """
    with connection.cursor() as cursor:
        until = time.monotonic() + 60
        cursor.execute(OTHERS_AT_WORK)
        while cursor.fetchone()[0] and time.monotonic() < until:
            time.sleep(0.02)
            cursor.execute(OTHERS_AT_WORK)
        cursor.execute("SELECT back_to_what_migrations_left()")


@pytest.fixture
def people(db):
    """The fixed cast of `tests.factories`."""
    from tests import factories

    return factories.cast()
