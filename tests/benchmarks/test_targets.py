"""What becomes of what was measured: medians of ratios, verdicts, and the exit status."""

import pytest

from benchmarks.comparing import Measured, require_no_hits
from benchmarks.targets import Bound, Outcome, Target, exit_status, median_ratio
from benchmarks.wrk import BenchmarkFailed, Load

AT_LEAST = Target("fast", "as fast as that", Bound.AT_LEAST, 0.4)
AT_MOST = Target("small", "as small as that", Bound.AT_MOST, 1.2)


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


METRICS = """# TYPE cget_cache_answers_total counter
cget_cache_answers_total{{outcome="hit"}} {hits}
cget_cache_answers_total{{outcome="miss"}} {misses}
"""


def test_answers_from_the_cache_are_not_taken_for_answers_to_other_questions() -> None:
    before = METRICS.format(hits=100, misses=10)
    require_no_hits(before, METRICS.format(hits=101, misses=1009))
    with pytest.raises(BenchmarkFailed, match="20 of 1020 answers came from the cache"):
        require_no_hits(before, METRICS.format(hits=120, misses=1010))
