"""Clients of `bench/pages.py`: pages over HTTP and statements over one connection, by one client and by eight.

Beside the clock they read the processor time of the servers asked: on a machine that does other work it is steadier.
"""

import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil
import psycopg

ADDRESS = "127.0.0.1"
HEADERS = {
    "Host": "tasks.example",
    "X-Forwarded-Proto": "https",
    "Accept-Language": "vi",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of the median, of 95 in 100 and of processor time each, and how many were measured.

    Of several rounds these are the middle ones, and `least` and `most` the medians of the quickest and slowest round.
    """

    p50: float
    p95: float
    cpu: float
    count: int
    least: float
    most: float


class Meter:
    """Processor time that these programs and all they started have used."""

    def __init__(self, *roots: int, itself: bool = False) -> None:
        self.roots = [psutil.Process(root) for root in roots]
        self.itself = itself

    def seconds(self) -> float:
        """So far; what a process used that has ended meanwhile is not known."""
        found = time.process_time() if self.itself else 0.0
        for root in self.roots:
            for process in (root, *root.children(recursive=True)):
                try:
                    times = process.cpu_times()
                except psutil.NoSuchProcess:
                    continue
                found += times.user + times.system
        return found


def took(seconds: Sequence[float], cpu: float) -> Took:
    """The figures of these times and of the processor time of all together."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = statistics.median(ordered) * 1000
    return Took(middle, late * 1000, cpu / len(ordered) * 1000, len(ordered), middle, middle)


def middle_of(rounds: Sequence[Took]) -> Took:
    """What several rounds of the same, minutes apart, say together: a machine that was busy in one decides nothing."""
    p50s = [each.p50 for each in rounds]
    p95, cpu = (statistics.median(getattr(each, name) for each in rounds) for name in ("p95", "cpu"))
    return Took(statistics.median(p50s), p95, cpu, sum(each.count for each in rounds), min(p50s), max(p50s))


def one_by_one(work: Callable[[int], None], meter: Meter, *, most: int, seconds: float) -> Took:
    """`work(turn)` again and again, after two turns that do not count, until `most` turns or the time is over."""
    for turn in range(2):
        work(turn)
    times: list[float] = []
    before, until = meter.seconds(), time.perf_counter() + seconds
    while len(times) < most and (len(times) < 3 or time.perf_counter() < until):
        start = time.perf_counter()
        work(len(times))
        times.append(time.perf_counter() - start)
    return took(times, meter.seconds() - before)


def together(make: Callable[[], Callable[[int], None]], meter: Meter, *, clients: int, seconds: float) -> Took:
    """Several clients at once, each with a `work` of its own."""
    times: list[float] = []
    failed: list[BaseException] = []
    before, until = meter.seconds(), time.perf_counter() + seconds

    def run(place: int) -> None:
        try:
            work = make()
            for turn in itertools.count():
                if turn and time.perf_counter() > until:
                    return
                start = time.perf_counter()
                work(place + turn)
                times.append(time.perf_counter() - start)
        except BaseException as error:  # noqa: BLE001 - told by who waits for the threads
            failed.append(error)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return took(times, meter.seconds() - before)


class Page:
    """One kept connection that asks for pages as somebody who has signed in."""

    def __init__(self, port: int, addresses: Sequence[tuple[str, str]]) -> None:
        self.connection = http.client.HTTPConnection(ADDRESS, port, timeout=120)
        self.addresses = addresses

    def __call__(self, turn: int) -> None:
        """Ask for the page of that turn and read it to its end.

        Raises:
            RuntimeError: it was not answered with 200.
        """
        address, cookie = self.addresses[turn % len(self.addresses)]
        self.connection.request("GET", address, headers={**HEADERS, "Cookie": cookie})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            message = f"{address} was answered with {answer.status} {answer.getheader('Location') or ''}"
            raise RuntimeError(message)


class Statements:
    """One connection that asks for the same in bare SQL, prepared."""

    def __init__(self, database: str, statements: Sequence[tuple[str, Sequence[dict[str, object]]]]) -> None:
        self.connection = psycopg.connect(database, autocommit=True, prepare_threshold=1)
        self.statements = statements

    def __call__(self, turn: int) -> None:
        """Ask all of them with the values of that turn and fetch what they answer."""
        for sql, values in self.statements:
            self.connection.execute(sql, values[turn % len(values)]).fetchall()
