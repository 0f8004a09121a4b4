"""Questions that schemathesis makes of the schema: each gets an answer or a reason, and none finds a defect."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import schemathesis.graphql
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from cget_api.app import create_app
from cget_api.core.errors import ErrorCode
from cget_api.settings import Settings
from tests.api.administration import CORRECTED, RECORDED_FIRST
from tests.api.service import NOW, database_beside, record_at

Cases: TypeAlias = "st.SearchStrategy[Case[Any]]"

EXAMPLES = 25
REASONS = {ErrorCode.BAD_USER_INPUT, ErrorCode.QUERY_TOO_COMPLEX}


@pytest.fixture(scope="module")
def cases(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Cases]]:
    """For each root field, questions that ask for it."""
    url = database_beside(migrated_file, tmp_path_factory.mktemp("generated"))
    record_at(url, RECORDED_FIRST, CORRECTED)
    app = create_app(Settings(database_url=url, access_log=False), clock=lambda: NOW)
    with TestClient(app):
        schema = schemathesis.graphql.from_asgi("/graphql", app)
        yield [found.ok().as_strategy() for found in schema.get_all_operations() if isinstance(found, Ok)]


def test_every_question_gets_an_answer_or_a_reason(cases: list[Cases]) -> None:
    assert len(cases) > 10

    @settings(
        max_examples=EXAMPLES * len(cases),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(case=st.one_of(cases))
    def asked(case: "Case[Any]") -> None:
        answer = case.call()
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert {error["extensions"]["code"] for error in body.get("errors", ())} <= REASONS, body
        assert "errors" in body or body["data"] is not None

    asked()
