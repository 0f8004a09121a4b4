"""Reading while a revision is recorded every second: no answer fails or is wrong, and none waits long."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks import first_page, registers, servers
from benchmarks.keeping import Kept
from benchmarks.pace import Pace
from benchmarks.targets import S_NEWS, S_NEWS_P99, Outcome
from benchmarks.wrk import BenchmarkFailed, generator
from cget_api.core.model import Citation, Dataset, Statement, Text
from cget_api.core.validity import Validity, bound_from_edtf
from cget_api.core.vocabulary import Evidence, Language, Predicate
from cget_api.store.recording import record
from cget_api.store.versions import engine_at

CONNECTIONS: Final = 32
EVERY_SECONDS: Final = 1.0
LEAST_SHARE: Final = 0.9
NOTICED_WITHIN: Final = 3.0
"""Seconds after which what was recorded must be answered."""
ASKED_EVERY: Final = 0.05
MARK: Final = "Mission numéro "


def measured(kept: Kept, pace: Pace) -> list[Outcome]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.sqlite"
        shutil.copyfile(kept.sqlite(registers.S).removeprefix("sqlite:///"), file)
        url = f"sqlite:///{file}"
        with servers.serving(url) as server, generator(first_page.ANOTHER_DAY) as asking:
            asking.load(server.url, CONNECTIONS, 2)
            quiet = asking.load(server.url, CONNECTIONS, pace.quiet_seconds)
            reader = Reader(server.url, mission_free(json.loads(first_page.answer(server.url))))
            with recording(url, reader):
                load = asking.load_anyhow(server.url, CONNECTIONS, pace.news_seconds)
    if len(reader.recorded) < LEAST_SHARE * pace.news_seconds / EVERY_SECONDS:
        raise BenchmarkFailed(f"in {pace.news_seconds} s, only {len(reader.recorded)} revisions could be recorded")
    if reader.read < pace.news_seconds:
        raise BenchmarkFailed(f"in {pace.news_seconds} s, only {reader.read} answers could be read and compared")
    wrong = load.refused + load.broken + len(reader.wrong)
    told = f"{len(reader.recorded)} revisions; {load.requests:,} answers, {reader.read} of them read"
    if reader.wrong:
        told += f"; wrong: {reader.wrong[0]}"
    latencies = f"{load.p99 * 1e3:.1f} ms beside {quiet.p99 * 1e3:.1f} ms"
    return [Outcome(S_NEWS, wrong, told), Outcome(S_NEWS_P99, load.p99 / quiet.p99, latencies)]


@dataclass(slots=True)
class Reader:
    """Asks the service at `url` for the page that the recorder changes, and compares it with `page`, which is without
    what the recorder adds. `recorded` holds, in order, when each mission had been recorded."""

    url: str
    page: Any
    recorded: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    read: int = 0
    _last: int = 0

    def read_one(self) -> None:
        """It is right where it holds the latest mission, or one before that was replaced a moment ago; never an older
        one than was answered before."""
        # A mission is visible from its commit on, a little before the recorder notes it.
        asked = time.monotonic()
        due = sum(moment < asked - NOTICED_WITHIN for moment in self.recorded)
        try:
            told = json.loads(first_page.answer(self.url))
        except Exception as error:  # noqa: BLE001  # whatever goes wrong is an answer that failed
            self.wrong.append(repr(error))
            return
        self.read += 1
        number = mission_number(told)
        if not max(due, self._last) <= number <= len(self.recorded) + 1:
            self.wrong.append(f"mission {number} where {due} were due and {self._last} answered before")
        if mission_free(told) != self.page:
            self.wrong.append("the rest of the page is another")
        self._last = max(number, self._last)


@contextmanager
def recording(url: str, reader: Reader) -> Iterator[None]:
    """Within the block, one thread records and another reads."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_record, args=(url, reader, stop), name="recorder"),
        threading.Thread(target=_read, args=(reader, stop), name="reader"),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _record(url: str, reader: Reader, stop: threading.Event) -> None:
    begun, number = time.monotonic(), 0
    with engine_at(url) as engine:
        while not stop.wait(max(0.0, begun + number * EVERY_SECONDS - time.monotonic())):
            number += 1
            record(engine, _with_mission(number), registers.AUTHOR, f"Mission {number}", datetime.now(UTC))
            reader.recorded.append(time.monotonic())


def _read(reader: Reader, stop: threading.Event) -> None:
    while not stop.wait(ASKED_EVERY):
        reader.read_one()


def _with_mission(number: int) -> Dataset:
    """The shipped register with one mission more, in place of that of the number before."""
    shipped = registers.shipped()
    citation = Citation(shipped.sources[0].slug, Evidence.SECONDARY)
    mission = Statement(
        first_page.SLUG,
        Predicate.MISSION,
        Validity(bound_from_edtf("2015-01-01"), bound_from_edtf("2018-12-31")),
        language=Language.FR,
        text=Text(f"{MARK}{number}", f"Mission number {number}"),
        citations=(citation,),
    )
    return replace(shipped, statements=(*shipped.statements, mission))


def mission_number(told: Any) -> int:
    """0 where there is none."""
    numbers = [int(text.removeprefix(MARK)) for text in _missions(told) if text.startswith(MARK)]
    return numbers[0] if len(numbers) == 1 else -len(numbers)


def mission_free(told: Any) -> Any:
    """What is answered but for what was recorded meanwhile."""
    organization = told["data"]["organization"]
    kept = [mission for mission in organization["missions"] if not mission["text"].startswith(MARK)]
    return organization | {"missions": kept}


def _missions(told: Any) -> list[str]:
    return [mission["text"] for mission in told["data"]["organization"]["missions"]]
