"""What an error repeats of what it is about."""

import pytest

from cget_api.core.errors import BadUserInput, DatabaseUnavailable, RegisterError

LONG = f"source {'a' * 60}{'z' * 100_000}'"
CUT = f"source {'a' * 60}{'z' * 7}…{'z' * 24}'"


@pytest.mark.parametrize(
    ("subject", "repeated"), [("", ""), ("slug 'cget'", "slug 'cget'"), ("a" * 100, "a" * 100), (LONG, CUT)]
)
def test_of_what_a_caller_wrote_the_beginning_and_the_end_are_repeated(subject: str, repeated: str) -> None:
    error = BadUserInput(subject, "is not known", "Choose another")
    assert len(repeated) <= 100
    assert (str(error), error.subject) == (f"{repeated}: is not known. Choose another", repeated)


def test_what_is_the_maintainers_own_is_named_whole() -> None:
    file = "/srv/" + "folder/" * 30 + "register.sqlite"
    error: RegisterError = DatabaseUnavailable(file, "there is no such file", "Put it back")
    assert str(error) == f"{file}: there is no such file. Put it back"
