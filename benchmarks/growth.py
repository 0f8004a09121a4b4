"""How the service grows with its register: the same questions of the shipped one and of many times as much.

Time for each request, and statements that PostgreSQL was sent for it; the register is read on demand at each size.
"""

import json
import re
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from benchmarks import first_page, registers, servers
from benchmarks.keeping import Kept
from benchmarks.pace import Pace
from benchmarks.throughput import READ_ON_DEMAND
from benchmarks.wrk import BenchmarkFailed
from cget_api.core.model import Dataset, Text
from cget_api.store.recording import plan, record
from cget_api.store.versions import engine_at

ROUNDS: Final = 15
A_PASS_MORE: Final = 0.5
"""Statements more, on average, that are no growth yet."""
NEVER: Final = 3600.0
NOTHING_KEPT: Final = {**READ_ON_DEMAND, "kept_bytes": 0, "answer_cache_bytes": 0, "poll_seconds": NEVER}
PLAN: Final = "seed plan"
APPLY: Final = "seed apply of one change"
QUESTIONS: Final[Mapping[str, str]] = {
    "organization": first_page.QUESTION.replace("{slug}", first_page.SLUG).replace("{day}", first_page.DAY),
    **{
        name: json.dumps({"query": query})
        for name, query in {
            "structure": '{ structure(root: "cget", asOf: "2016-08-11") { members { depth organization { name } } } }',
            "compare": '{ compare(root: "cget", from: {asOf: "2014-06-01"}, to: {asOf: "2018-01-02"}) '
            "{ changes { kind predicate subject { slug } before { key } after { key } causes { slug } } } }",
            "timeline": '{ timeline(subject: "cget", first: 20) { nodes { name occurred } } }',
            "statements": '{ statements(filter: {subject: "cget"}, first: 20) { nodes { key predicate } } }',
            "search": '{ organizations(filter: {text: "égalité des territoires"}, first: 10) { nodes { name } } }',
        }.items()
    },
}
_SENT: Final = re.compile(r"LOG:  (?:statement|execute [^:]*): (?!BEGIN|COMMIT|ROLLBACK|LISTEN|DEALLOCATE)")
_DIRECTLY: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Taken:
    """By one question: so many seconds, and so many statements sent to the database."""

    seconds: float
    statements: float


Growth = Mapping[str, Mapping[int, Taken]]
"""By the question and by how many times the shipped register."""


def measured(kept: Kept, pace: Pace) -> Growth:
    """The sizes that answers came from, smallest first."""
    found: dict[str, dict[int, Taken]] = {name: {} for name in (*QUESTIONS, PLAN, APPLY)}
    for times in pace.sizes:
        sys.stderr.write(f"asking {times} times the shipped register ...\n")
        for name, taken in {**_asked(kept, times), **_written(kept, times)}.items():
            found[name][times] = taken
    return found


def asking_more(growth: Growth) -> list[str]:
    """The questions for which a larger register is sent more statements than the smallest."""
    return [
        name
        for name, taken in growth.items()
        if max(each.statements for each in taken.values()) > taken[min(taken)].statements + A_PASS_MORE
    ]


def _asked(kept: Kept, times: int) -> dict[str, Taken]:
    """Each question is asked once unmeasured, so that what is derived once for a revision is there."""
    with kept.copy(times) as url:
        with servers.serving(url, **NOTHING_KEPT) as server:
            seconds = {name: _seconds(server.url, question) for name, question in QUESTIONS.items()}
        _log_statements(kept)
        with servers.serving(url, **NOTHING_KEPT) as server:
            sent = {name: _statements(kept, server.url, question) for name, question in QUESTIONS.items()}
    return {name: Taken(seconds[name], sent[name]) for name in QUESTIONS}


def _seconds(url: str, question: str) -> float:
    _ask(url, question)
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        _ask(url, question)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _statements(kept: Kept, url: str, question: str) -> float:
    _ask(url, question)
    before = _sent(kept)
    for _ in range(ROUNDS):
        _ask(url, question)
    return (_sent(kept) - before) / ROUNDS


def _ask(url: str, question: str) -> None:
    request = urllib.request.Request(url, question.encode(), {"Content-Type": "application/json"})
    with _DIRECTLY.open(request, timeout=first_page.PATIENCE) as response:
        told = json.loads(response.read())
    if told.get("errors"):
        raise BenchmarkFailed(f"{question} is answered with {told['errors'][0]['message']}")


def _written(kept: Kept, times: int) -> dict[str, Taken]:
    """The seed files are not read for it: the register is compared with what they would say."""
    dataset = registers.register(times)
    changed = _with_one_change(dataset)
    with kept.copy(times) as url:
        _log_statements(kept)
        with engine_at(url) as engine:
            return {
                PLAN: _once(kept, lambda: plan(engine, dataset)),
                APPLY: _once(kept, lambda: record(engine, changed, registers.AUTHOR, "One change", datetime.now(UTC))),
            }


def _with_one_change(dataset: Dataset) -> Dataset:
    first, *others = dataset.statements
    return replace(dataset, statements=(replace(first, note=Text("Changé", "Changed")), *others))


def _once(kept: Kept, work: Callable[[], object]) -> Taken:
    before, begun = _sent(kept), time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    return Taken(seconds, _sent(kept) - before)


def _log_statements(kept: Kept) -> None:
    kept.cluster.run("ALTER DATABASE written_to SET log_statement = 'all'")


def _sent(kept: Kept) -> int:
    return statements_in((kept.cluster.directory / "log").read_text(encoding="utf-8", errors="replace"))


def statements_in(log: str) -> int:
    """How many statements PostgreSQL tells in its log, but for those that only begin or end a transaction."""
    return len(_SENT.findall(log))
