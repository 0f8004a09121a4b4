"""What the benchmarks read: the output of wrk, pages that were answered, the log of PostgreSQL."""

from typing import Any

import pytest

from benchmarks.first_page import require_page, scalars
from benchmarks.growth import Taken, statements_in
from benchmarks.growth_report import svg, table
from benchmarks.news import MARK, mission_free, mission_number
from benchmarks.wrk import BenchmarkFailed, Load, load_from_output

OUTPUT = """Running 2s test @ http://127.0.0.1:8000/graphql
  1 threads and 8 connections
Requests/sec:   1234.56

{"requests": 2469, "microseconds": 2000000, "bytes": 5, "refused": 3, "broken": 1, "p50": 800, "p99": 4200}
"""


def test_the_last_line_of_wrk_tells_what_was_answered() -> None:
    load = load_from_output(OUTPUT)
    assert load == Load(requests=2469, seconds=2.0, refused=3, broken=1, p50=0.0008, p99=0.0042)
    assert load.rate == 1234.5


@pytest.mark.parametrize("output", ["", "unable to connect to 127.0.0.1:8000 Connection refused\n"])
def test_wrk_that_tells_nothing_is_no_measurement(output: str) -> None:
    with pytest.raises(BenchmarkFailed, match="wrk told nothing"):
        load_from_output(output)


def test_scalars_are_counted_wherever_they_stand_in_an_answer() -> None:
    assert scalars({"a": 1, "b": [{"c": None, "d": "x"}, {"c": True}], "e": []}) == 4


@pytest.mark.parametrize(
    "told",
    [
        {"data": {"organization": None}},
        {"data": {"organization": {"missions": [{"text": "x"}] * 200}}, "errors": [{"message": "too much"}]},
    ],
)
def test_a_page_that_says_nothing_or_has_errors_is_none(told: dict[str, Any]) -> None:
    with pytest.raises(BenchmarkFailed, match="no first page of cget"):
        require_page(told, "cget")


def page(*missions: str) -> dict[str, Any]:
    return {"data": {"organization": {"slug": "cget", "missions": [{"text": mission} for mission in missions]}}}


@pytest.mark.parametrize(
    ("missions", "number"),
    [(("Conseiller",), 0), (("Conseiller", f"{MARK}12"), 12), ((f"{MARK}12", f"{MARK}13"), -2)],
)
def test_the_recorded_mission_is_known_by_its_number(missions: tuple[str, ...], number: int) -> None:
    assert mission_number(page(*missions)) == number
    assert mission_free(page(*missions)) == {
        "slug": "cget",
        "missions": [{"text": mission} for mission in missions if mission == "Conseiller"],
    }


LOG = """2026-11-22 07:00:00 UTC [7] LOG:  statement: BEGIN
2026-11-22 07:00:00 UTC [7] LOG:  execute <unnamed>: SELECT 1
2026-11-22 07:00:00 UTC [7] DETAIL:  Parameters: $1 = 'LOG:'
2026-11-22 07:00:00 UTC [7] LOG:  execute __asyncpg_stmt_1__: WITH a AS (SELECT 1) SELECT * FROM a
2026-11-22 07:00:00 UTC [7] LOG:  statement: COMMIT
2026-11-22 07:00:00 UTC [7] LOG:  statement: INSERT INTO revision VALUES (1)
2026-11-22 07:00:00 UTC [7] LOG:  checkpoint starting: time
"""


def test_statements_are_counted_in_the_log_but_for_what_begins_and_ends_a_transaction() -> None:
    assert statements_in(LOG) == 3


GROWTH = {
    "organization": {1: Taken(0.002, 4), 10: Taken(0.0021, 4)},
    "seed <plan>": {1: Taken(0.02, 3), 10: Taken(0.2, 3)},
}


def test_growth_is_told_as_a_table() -> None:
    assert table(GROWTH) == (
        "| question | ×1 | ×10 |\n"
        "|---|---|---|\n"
        "| organization | 4 / 2.0 ms | 4 / 2.1 ms |\n"
        "| seed <plan> | 3 / 20.0 ms | 3 / 200 ms |"
    )


def test_growth_is_drawn_with_a_line_for_each_question() -> None:
    drawn = svg(GROWTH)
    assert drawn.count("<polyline") == 2
    assert ">seed &lt;plan&gt;</text>" in drawn
