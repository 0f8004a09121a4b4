"""The targets that are throughput beside throughput: S and L, asked for first pages."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Final

from benchmarks import first_page, registers, servers
from benchmarks.comparing import Measured, Side, compared, require_no_hits
from benchmarks.keeping import Kept
from benchmarks.pace import Pace
from benchmarks.servers import Server
from benchmarks.targets import L_COLD, L_ROUTE, S_COLD, S_FAST_PATH, S_HOT, Outcome, Target
from benchmarks.wrk import Asked, BenchmarkFailed, generator

READ_ON_DEMAND: Final = {"indexed_statements": 0}
NOTHING_KEPT: Final = {**READ_ON_DEMAND, "kept_bytes": 0}
ON_S: Final = (S_COLD, S_HOT, S_FAST_PATH)
ON_L: Final = (L_COLD, L_ROUTE)
GENERATOR_IS_FASTER: Final = 1.2


def on_s(kept: Kept, pace: Pace, targets: Collection[Target]) -> list[Outcome]:
    """Of those of `targets` that are about S."""
    with ExitStack() as running:
        service = running.enter_context(servers.serving(kept.sqlite(registers.S)))
        answer = first_page.answer(service.url)
        sides = dict(_beside(running, answer))
        outcomes = []
        if S_COLD in targets or S_FAST_PATH in targets:
            sides["cold"] = _side(running, service, first_page.ANOTHER_DAY)
        if S_HOT in targets:
            sides["hot"] = _side(running, service, first_page.THE_SAME)
        if S_FAST_PATH in targets:
            try:
                other = running.enter_context(servers.serving(kept.sqlite(registers.S), fast_path=False))
                require_same_answers(service, other, [(first_page.SLUG, day) for day in first_page.DAYS[::400]])
                sides["reference"] = _side(running, other, first_page.ANOTHER_DAY)
            except BenchmarkFailed as error:
                outcomes.append(Outcome(S_FAST_PATH, None, error=str(error)))
        with _checked(service, first_page.SLUG):
            measured = _cold_first(sides, service, pace)
    if S_COLD in targets:
        outcomes.append(measured.outcome(S_COLD, "cold", "route", "bare"))
    if S_HOT in targets:
        outcomes.append(measured.outcome(S_HOT, "hot", "route", "bare"))
    if "reference" in sides:
        outcomes.append(measured.outcome(S_FAST_PATH, "cold", "reference"))
    _require_fast_generator(measured)
    return sorted(outcomes, key=lambda outcome: ON_S.index(outcome.target))


def on_l(kept: Kept, pace: Pace, targets: Collection[Target]) -> list[Outcome]:
    """Of those of `targets` that are about the throughput on L."""
    with ExitStack() as running:
        service = running.enter_context(servers.serving(kept.postgresql(registers.L)))
        sides = dict(_beside(running, first_page.answer(service.url)))
        another_each_time = another_organization_each_time()
        sides["large"] = _side(running, service, another_each_time, len(another_each_time.slugs))
        unkept = running.enter_context(servers.serving(kept.postgresql(registers.L), **NOTHING_KEPT))
        sides["large, nothing kept"] = _side(running, unkept, another_each_time)
        outcomes = []
        if L_COLD in targets:
            try:
                small = running.enter_context(servers.serving(kept.postgresql(registers.S), **READ_ON_DEMAND))
                require_same_pages(service, small)
                sides["small"] = _side(running, small, first_page.ANOTHER_DAY)
                unkept = running.enter_context(servers.serving(kept.postgresql(registers.S), **NOTHING_KEPT))
                sides["small, nothing kept"] = _side(running, unkept, first_page.ANOTHER_DAY)
            except BenchmarkFailed as error:
                outcomes.append(Outcome(L_COLD, None, error=str(error)))
        with _checked(service, registers.slugs_of_copies(first_page.SLUG, registers.L)[-1]):
            measured = compared(sides, pace)
    if "small" in sides:
        cold = measured.outcome(L_COLD, "large", "small")
        outcomes.append(_with_nothing_kept(cold, measured, "small, nothing kept"))
    if L_ROUTE in targets:
        beside_route = measured.outcome(L_ROUTE, "large", "route", "bare")
        outcomes.append(_with_nothing_kept(beside_route, measured, "route"))
    _require_fast_generator(measured)
    return outcomes


def _with_nothing_kept(outcome: Outcome, measured: Measured, other: str) -> Outcome:
    """Tells, beside the figure of a service that keeps what it read, the one where every answer is read anew."""
    unkept = measured.outcome(outcome.target, "large, nothing kept", other)
    verdict = f"{unkept.figure:.3f}, which would be {unkept.verdict}"
    return replace(outcome, detail=f"{outcome.detail}; where nothing is kept of what was read: {verdict}")


def another_organization_each_time() -> Asked:
    slugs = registers.slugs_of_copies(first_page.SLUG, registers.L)
    return Asked(first_page.QUESTION, slugs, first_page.DAYS)


def require_same_answers(one: Server, other: Server, asked: Sequence[tuple[str, str]]) -> None:
    """Raises BenchmarkFailed where what is compared does not answer alike."""
    for slug, day in asked:
        if first_page.answer(one.url, slug, day) != first_page.answer(other.url, slug, day):
            raise BenchmarkFailed(f"two ways to answer differ on {slug} on {day}")


def require_same_pages(one: Server, other: Server) -> None:
    """The same, of two registers that hold the shipped one: what they say of the day, and not of the revision."""
    pages = [json.loads(first_page.answer(server.url))["data"] for server in (one, other)]
    if pages[0] != pages[1]:
        raise BenchmarkFailed("two registers that hold the same differ")


def _beside(running: ExitStack, answer: bytes) -> Iterator[tuple[str, Side]]:
    for name in ("route", "bare", "plain"):
        yield name, _side(running, running.enter_context(servers.beside(name, answer)), first_page.THE_SAME)


def _side(running: ExitStack, server: Server, asked: Asked, first: int = 1) -> Side:
    return Side(server.url, running.enter_context(generator(asked)), first)


@contextmanager
def _checked(service: Server, slug: str) -> Iterator[None]:
    """A sample of the answers is read before and after; wrk counts errors and reads nothing."""
    days = first_page.DAYS[::700]
    before = [first_page.answer(service.url, slug, day) for day in days]
    yield
    if before != [first_page.answer(service.url, slug, day) for day in days]:
        raise BenchmarkFailed("the answers changed while they were measured")


def _cold_first(sides: Mapping[str, Side], service: Server, pace: Pace) -> Measured:
    """Where every question is another, no answer may come from the cache: seen where nothing asks the same again."""
    if "cold" in sides:
        before = first_page.text_of(f"{service.base}/metrics")
        sides["cold"].generator.load(service.url, pace.connections[0], pace.slice_seconds)
        require_no_hits(before, first_page.text_of(f"{service.base}/metrics"))
    return compared(sides, pace)


def _require_fast_generator(measured: Measured) -> None:
    """Raises BenchmarkFailed where wrk, and not a server, may have been the slowest."""
    plain = measured.rate("plain")
    names = {name for name, _ in measured.loads} - {"plain"}
    fastest = max(names, key=measured.rate)
    sys.stderr.write(f"wrk: {plain:,.0f} requests a second of an application without a framework\n")
    if plain < GENERATOR_IS_FASTER * measured.rate(fastest):
        raise BenchmarkFailed(f"wrk asks {plain:,.0f} times a second at most, too little for `{fastest}`")
