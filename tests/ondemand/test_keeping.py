"""What was read is kept within bounds, and only what a new revision touched is read again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cget_api.core.index import ArchiveInMemory
from cget_api.core.model import Dataset
from cget_api.core.vocabulary import Predicate
from cget_api.graphql import graphql_routes
from cget_api.holding import Holding, Room
from cget_api.keeper import Keeper
from cget_api.settings import Settings
from cget_api.store.erasure import erase
from cget_api.store.ondemand.archive import ArchiveOnDemand
from cget_api.store.ondemand.kept import Answer, Kept
from cget_api.store.ondemand.needs import Need, Sort
from cget_api.store.recording import record
from tests.api.administration import register
from tests.api.service import NOW, Service
from tests.worlds import said

P = Predicate
ROOM = Room(indexed_statements=0, kept_bytes=10**8, connections=2, seconds=10)
MISSIONS = 'organization(slug: "cget", asOf: "2016-01-01", LENS) { missions { text } }'


def administration(*missions: str) -> Dataset:
    life = said("cget", P.EXISTENCE, None, "2014-04-03", "2019-12-31")
    return register(life, said("datar", P.NAME, "Datar"), *(said("cget", P.MISSION, mission) for mission in missions))


def recorded(engine: Engine, number: int, *missions: str) -> None:
    revision = record(
        engine, administration(*missions), "Ada", f"Revision {number}", datetime(2026, 1, number, tzinfo=UTC)
    )
    assert revision is not None


def served(keeper: Keeper) -> Service:
    settings = Settings(answer_cache_bytes=0)
    return Service(TestClient(Starlette(routes=graphql_routes(keeper, lambda: NOW, settings))))


def missions(service: Service, lens: str = "") -> list[str]:
    answer = service.ask(f"{{ {MISSIONS} }}".replace("LENS", lens))
    return [mission["text"] for mission in answer["organization"]["missions"]]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_new_revision_is_answered_and_the_ones_before_as_they_were(engine: Engine) -> None:
    recorded(engine, 1, "advise")
    holding = Holding(engine, ROOM)
    keeper, service = Keeper(engine, holding=holding), served(Keeper(engine, holding=holding))
    assert keeper.refresh()
    assert missions(service) == ["advise"]
    recorded(engine, 2, "advise", "coordinate")
    assert missions(service) == ["advise"]
    assert keeper.refresh()
    assert sorted(missions(service)) == ["advise", "coordinate"]
    assert missions(service, "revision: 1") == ["advise"]
    recorded(engine, 3, "coordinate")
    assert keeper.refresh()
    assert missions(service) == ["coordinate"]
    assert sorted(missions(service, "revision: 2")) == ["advise", "coordinate"]
    assert not keeper.refresh()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_erased_is_not_answered_from_what_was_kept(engine: Engine) -> None:
    recorded(engine, 1, "advise")
    holding = Holding(engine, ROOM)
    keeper, service = Keeper(engine, holding=holding), served(Keeper(engine, holding=holding))
    keeper.refresh()
    key = service.ask('{ organization(slug: "cget", asOf: "2016-01-01") { missions { key } } }')
    erase(
        engine, key["organization"]["missions"][0]["key"], "A court ordered it", "Ada", datetime(2026, 2, 1, tzinfo=UTC)
    )
    assert keeper.refresh()
    assert missions(service)[0].startswith("[erased-")
    assert missions(service, "revision: 1")[0].startswith("[erased-")


def test_a_register_is_held_whole_until_it_grows_too_large(engine: Engine) -> None:
    few = len(administration("advise").statements)
    recorded(engine, 1, "advise")
    holding = Holding(engine, Room(indexed_statements=few, kept_bytes=10**8, connections=2, seconds=10))
    assert holding.refresh()
    assert isinstance(holding.archive(), ArchiveInMemory)
    recorded(engine, 2, "advise", "coordinate")
    assert holding.refresh()
    assert isinstance(holding.archive(), ArchiveOnDemand)
    assert holding.latest_number == 2


def test_no_more_is_kept_than_there_is_room_for_and_what_was_asked_last_is_kept() -> None:
    kept = Kept(most_bytes=300)
    needs = [Need(Sort.THING, str(number)) for number in range(4)]
    for need in needs[:3]:
        kept.keep({need: Answer(size=100)}, generation=0)
    assert kept.get(needs[0]) is not None
    kept.keep({needs[3]: Answer(size=100)}, generation=0)
    assert [need.slug for need in needs if kept.get(need) is not None] == ["0", "2", "3"]
    assert kept.bytes == 300


def test_only_what_was_touched_is_forgotten_and_nothing_read_before_is_kept_after() -> None:
    kept = Kept(most_bytes=1_000)
    touched, other = Need(Sort.ABOUT, "cget", "NAME"), Need(Sort.ABOUT, "datar", "NAME")
    kept.keep({touched: Answer(size=100), other: Answer(size=100)}, generation=0)
    kept.forget({"cget"})
    kept.keep({touched: Answer(size=100)}, generation=0)
    assert (kept.get(touched), kept.get(other) is not None, kept.bytes) == (None, True, 100)
