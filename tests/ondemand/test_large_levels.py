"""A level of thousands of rows is decoded beside the event loop, and a small one at once."""

import threading

import pytest

from cget_api.core.model import Recorded, Statement
from cget_api.store.ondemand.decoding import Decoder
from tests.ondemand.conftest import ServeTwice
from tests.ondemand.test_levels import administration

UNITS = '{ organization(slug: "cget", asOf: "2016-01-01") { units { key } } }'
EVERYTHING = "{ contradictions { predicate } }"
STATEMENTS = "{ statements(first: 500) { totalCount nodes { key } } }"


def decoding_threads(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    names: set[str] = set()
    decode = Decoder.statement

    def statement(self: Decoder, told: str) -> Recorded[Statement]:
        names.add(threading.current_thread().name)
        return decode(self, told)

    monkeypatch.setattr(Decoder, "statement", statement)
    return names


@pytest.mark.parametrize("query", [UNITS, EVERYTHING, STATEMENTS])
@pytest.mark.parametrize(("units", "beside"), [(10, False), (700, True)])
def test_thousands_of_rows_are_decoded_beside_the_event_loop(
    serve_twice: ServeTwice, monkeypatch: pytest.MonkeyPatch, query: str, units: int, *, beside: bool
) -> None:
    names = decoding_threads(monkeypatch)
    twice = serve_twice(administration(units))
    whole, on_demand = twice.bodies(query)
    assert on_demand == whole
    assert {name.startswith("asyncio_") for name in names} == {beside}
