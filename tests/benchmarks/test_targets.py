"""What becomes of what was measured: medians of ratios, verdicts, and the exit status."""

from pathlib import Path

import pytest

from benchmarks.__main__ import measured
from benchmarks.comparing import Measured, require_no_hits
from benchmarks.keeping import Kept
from benchmarks.pace import QUICK
from benchmarks.targets import Bound, Outcome, Target, exit_status, median_ratio
from benchmarks.wrk import BenchmarkFailed, Load
from tests.cluster import Cluster

AT_LEAST = Target("fast", "as fast as that", Bound.AT_LEAST, 0.4)
AT_MOST = Target("small", "as small as that", Bound.AT_MOST, 1.2)


@pytest.fixture
def registers(tmp_path: Path) -> Kept:
    return Kept(tmp_path, Cluster(tmp_path, tmp_path))


def load(rate: float) -> Load:
    return Load(requests=int(rate * 2), seconds=2.0, refused=0, broken=0, p50=0.001, p99=0.002)


def test_ratios_are_taken_within_each_round_so_that_a_slow_round_counts_for_nothing() -> None:
    assert median_ratio([50, 5, 52, 49, 60], [100, 10, 100, 100, 100]) == 0.5


def test_rounds_without_a_counterpart_are_a_defect() -> None:
    with pytest.raises(ValueError, match="zip"):
        median_ratio([1, 2], [1])


@pytest.mark.parametrize(
    ("target", "figure", "verdict"),
    [
        (AT_LEAST, 0.4, "met"),
        (AT_LEAST, 0.39, "missed"),
        (AT_MOST, 1.2, "met"),
        (AT_MOST, 1.21, "missed"),
    ],
)
def test_a_figure_on_the_bound_meets_it(target: Target, figure: float, verdict: str) -> None:
    assert Outcome(target, figure).verdict == verdict


def test_what_could_not_be_measured_is_not_met_and_says_why() -> None:
    outcome = Outcome(AT_MOST, None, error="there is no such setting")
    assert (outcome.verdict, outcome.is_met) == ("error: there is no such setting", False)


@pytest.mark.parametrize(
    ("figures", "status"),
    [((0.5, 0.6), 0), ((0.5, 0.3), 1), ((0.5, None), 1), ((), 1)],
)
def test_the_exit_status_is_0_only_where_something_was_measured_and_every_target_is_met(
    figures: tuple[float | None, ...], status: int
) -> None:
    assert exit_status([Outcome(AT_LEAST, figure) for figure in figures]) == status


def test_the_worst_number_of_connections_decides() -> None:
    measured = Measured(
        {
            ("one", 8): [load(50), load(60), load(40)],
            ("one", 32): [load(30), load(30), load(30)],
            ("other", 8): [load(100), load(100), load(100)],
            ("other", 32): [load(100), load(100), load(50)],
        }
    )
    assert measured.outcome(AT_LEAST, "one", "other") == Outcome(
        AT_LEAST, 0.3, "0.50 with 8 connections, 0.30 with 32 connections; 60 beside 100 a second"
    )


@pytest.mark.parametrize("error", [BenchmarkFailed("there is no such setting"), OSError("it does not answer")])
def test_a_scenario_that_fails_is_an_error_of_each_of_its_targets(error: Exception, registers: Kept) -> None:
    def measure(*_: object) -> list[Outcome]:
        raise error

    wanted = [AT_LEAST, AT_MOST]
    assert measured(measure, registers, QUICK, wanted) == [Outcome(target, None, error=str(error)) for target in wanted]


def test_of_what_a_scenario_measures_only_what_was_asked_for_is_told(registers: Kept) -> None:
    outcomes = [Outcome(AT_LEAST, 1.0), Outcome(AT_MOST, 1.0)]
    assert measured(lambda *_: outcomes, registers, QUICK, [AT_MOST]) == outcomes[1:]


METRICS = """# TYPE cget_cache_answers_total counter
cget_cache_answers_total{{outcome="hit"}} {hits}
cget_cache_answers_total{{outcome="miss"}} {misses}
"""


def test_answers_from_the_cache_are_not_taken_for_answers_to_other_questions() -> None:
    before = METRICS.format(hits=100, misses=10)
    require_no_hits(before, METRICS.format(hits=101, misses=1009))
    with pytest.raises(BenchmarkFailed, match="20 of 1020 answers came from the cache"):
        require_no_hits(before, METRICS.format(hits=120, misses=1010))
