"""What is said where nothing is served."""

from tests.web.site import JSON, client, message, site

PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROGRAM = {"Accept": "application/graphql-response+json, application/json;q=0.9"}


def test_a_person_reads_one_sentence() -> None:
    answer = client(site()).get("/nowhere", headers=PERSON)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "address /nowhere: leads nowhere. Questions are asked at /graphql"


def test_a_program_reads_an_error() -> None:
    answer = client(site()).get("/nowhere", headers=PROGRAM)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert message(answer) == "address /nowhere: leads nowhere. Questions are asked at /graphql"
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_an_address_too_long_is_not_repeated_whole() -> None:
    assert len(client(site()).get("/" + "a" * 5_000).text) < 200


def test_another_method_than_those_served_is_told_which_are() -> None:
    service = client(site())
    answer = service.delete(JSON, headers=PROGRAM)
    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert message(answer) == "method DELETE: is not for this address. Read it by GET"
    assert service.delete(JSON, headers=PERSON).text == message(answer)


def test_no_refusal_is_kept_by_a_cache() -> None:
    service = client(site())
    for answer in (service.get("/nowhere"), service.get("/nowhere", headers=PROGRAM), service.delete(JSON)):
        assert answer.headers["cache-control"] == "no-store"
