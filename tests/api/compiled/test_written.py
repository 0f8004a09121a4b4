"""What a plan wrote, sent and looked into."""

import orjson
import pytest

from cget_api.api.compiled.written import Written
from cget_api.api.http.encoding import encoded

DATA = {"organization": {"name": "égalité", "units": [{"key": "a"}, None], "value": 27310.5}, "node": None}


def test_it_is_the_data_to_whoever_looks_into_it() -> None:
    written = Written(orjson.dumps(DATA))
    assert written == DATA
    assert dict(written) == DATA
    assert (list(written), len(written), written["node"]) == (["organization", "node"], 2, None)


def test_it_is_sent_as_it_was_written() -> None:
    written = Written(b'{ "not": "as we would write it" }')
    assert encoded({"data": written}) == b'{"data":{ "not": "as we would write it" }}'


def test_nothing_else_is_sent_that_is_no_json() -> None:
    with pytest.raises(TypeError):
        encoded({"data": object()})
