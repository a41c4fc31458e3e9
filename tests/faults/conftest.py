"""The plant of the suite, the table at its end, and the rule that a plain run leaves the long scenarios out."""

import os
import tempfile
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.plant import Plant
from tests.faults.world import count

HERE = Path(__file__).parent
PATIENCE = 300
"""Seconds for one scenario; the first one may also migrate the database that the others copy."""
ROWS = []
"""(scenario, count, whether the window was open) of everything that ran."""


def pytest_configure(config):
    config.addinivalue_line("markers", "faults: kills real servers and processes; run by `make faults`")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.path.is_relative_to(HERE):  # this hook is handed every test of the run
            item.add_marker(pytest.mark.timeout(PATIENCE))
    if os.environ.get("FAULTS"):
        return
    left_out = [item for item in items if item.get_closest_marker("faults")]
    items[:] = [item for item in items if not item.get_closest_marker("faults")]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter):
    if not ROWS:
        return
    terminalreporter.section("expected notices and mails against what arrived")
    line = "{:<58} {:>7} {:>5} {:>5} {:>7} {:>6}"
    terminalreporter.write_line(line.format("scenario", "notices", "mails", "lost", "doubled", "window"))
    for name, found in ROWS:
        terminalreporter.write_line(
            line.format(name, found.notices, found.mails, found.lost, found.doubled, found.window)
        )
    lost, doubled, window = (sum(getattr(found, name) for _n, found in ROWS) for name in ("lost", "doubled", "window"))
    terminalreporter.write_line(line.format(f"{len(ROWS)} scenarios", "", "", lost, doubled, window))
    terminalreporter.write_line(
        "window: accepted by the server before we could commit that, sent again under the same Message-ID"
    )


@pytest.fixture(scope="session")
def running_plant():
    """Servers of the suite's own; those of the other tests are left alone."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        plant = Plant(Path(folder))
        yield plant
        if plant.nursery is not None:
            plant.stop()


@pytest.fixture
def plant(running_plant, django_db_blocker):
    """The plant with this process' ORM and broker pointed at it; afterwards they point where they did."""
    kept = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        if running_plant.nursery is None:
            running_plant.start()
        running_plant.clock.install()
        yield running_plant
        running_plant.clock.uninstall()
        running_plant.kill_all()
        connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(kept)


@pytest.fixture
def tally(plant, request):
    """A function that counts against the model, notes the row, and demands that nothing is lost or doubled."""

    def check(*days, window=0, **options):
        found = count(plant.world, plant.post.book, *(days or (plant.world.day,)), **options)
        ROWS.append((request.node.name.removeprefix("test_").replace("_", " "), found))
        assert (found.lost, found.doubled) == (0, 0), f"{found}\n{plant.state()}\n{plant.logs()}"
        assert found.window <= window
        assert found.notices > 0
        return found

    return check
