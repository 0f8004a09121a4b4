"""The errors that the register's users can act on; what else goes wrong is a defect and is not named here."""

from enum import StrEnum
from typing import ClassVar, Final


class ErrorCode(StrEnum):
    """Public and stable: `extensions.code` in the API, shown by the command line, listed in docs/api.md."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    NOT_FOUND = "NOT_FOUND"
    INVALID_SEEDS = "INVALID_SEEDS"
    RECORDING_REFUSED = "RECORDING_REFUSED"
    SCHEMA_OUT_OF_DATE = "SCHEMA_OUT_OF_DATE"
    REGISTER_TAMPERED = "REGISTER_TAMPERED"
    DATABASE_UNAVAILABLE = "DATABASE_UNAVAILABLE"
    REGISTER_EMPTY = "REGISTER_EMPTY"
    QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    PERSISTED_QUERY_ID_MISMATCH = "PERSISTED_QUERY_ID_MISMATCH"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    OVERLOADED = "OVERLOADED"


_MOST_REPEATED: Final = 100


class RegisterError(Exception):
    """Something the caller can mend: `subject` names what was wrong and `remedy` says what to do instead.

    Of a subject that the caller wrote at any length the beginning and the end are repeated. Where it is the
    maintainer's own, such as a file or a row, it is `named_whole`.
    """

    code: ClassVar[ErrorCode]
    named_whole: ClassVar[bool] = False

    def __init__(self, subject: str, problem: str, remedy: str) -> None:
        self.subject = subject if self.named_whole else _shortened(subject)
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{self.subject}: {problem}. {remedy}")


def _shortened(text: str) -> str:
    """With an ellipsis for what is left out, and no longer than _MOST_REPEATED."""
    if len(text) <= _MOST_REPEATED:
        return text
    end = _MOST_REPEATED // 4
    return f"{text[: _MOST_REPEATED - end - 1]}…{text[-end:]}"


class BadUserInput(RegisterError):
    """An argument that cannot mean anything, or asserts what does not exist."""

    code = ErrorCode.BAD_USER_INPUT


class NotFound(RegisterError):
    """Something whose existence the caller asserted."""

    code = ErrorCode.NOT_FOUND


class InvalidSeeds(RegisterError):
    """Seed files that cannot be recorded as they stand."""

    code = ErrorCode.INVALID_SEEDS
    named_whole = True


class RecordingRefused(RegisterError):
    """A revision that cannot be recorded."""

    code = ErrorCode.RECORDING_REFUSED
    named_whole = True


class SchemaOutOfDate(RegisterError):
    """A database whose schema is not the one this program was written for."""

    code = ErrorCode.SCHEMA_OUT_OF_DATE
    named_whole = True


class RegisterTampered(RegisterError):
    """A stored row that does not match its digest."""

    code = ErrorCode.REGISTER_TAMPERED
    named_whole = True


class DatabaseUnavailable(RegisterError):
    """A database that does not answer, or is not a register."""

    code = ErrorCode.DATABASE_UNAVAILABLE
    named_whole = True


class QueryTooComplex(RegisterError):
    """A question larger than one answer may be."""

    code = ErrorCode.QUERY_TOO_COMPLEX


class PersistedQueryNotFound(RegisterError):
    """A document asked for by a digest under which none is held. Its message is a word that clients look for."""

    code = ErrorCode.PERSISTED_QUERY_NOT_FOUND

    def __str__(self) -> str:
        return "PersistedQueryNotFound"


class PersistedQueryIdMismatch(RegisterError):
    """A document sent together with the digest of another."""

    code = ErrorCode.PERSISTED_QUERY_ID_MISMATCH


class DocumentNotTrusted(RegisterError):
    """A document that the manifest does not hold, where only those are answered."""

    code = ErrorCode.DOCUMENT_NOT_TRUSTED


class Overloaded(RegisterError):
    """A question that cannot be answered now, or not in time."""

    code = ErrorCode.OVERLOADED
