"""How the log is written: one line for each event, for a program or for a person, whoever logs it."""

import logging
import re
from collections.abc import Callable
from typing import Any, Final, TextIO

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, FilteringBoundLogger, Processor

from cget_api.settings import LogFormat

LONGEST: Final = 200
LONGEST_LINE: Final = 1_000

_STAMPED: Final = (structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True))
_PLAIN: Final = re.compile(r"[\w.:/@+-]+")
_QUOTING: Final = (("uvicorn.error", '"WebSocket %s"'), ("strawberry.ws", "Rejected WebSocket connection"))
_UVICORN: Final = ("uvicorn", "uvicorn.error", "uvicorn.access")


def log_to(stream: TextIO, form: LogFormat) -> None:
    """Everything that the program and its libraries log by `logging`, unless somebody has decided where to already.

    uvicorn's own lines are written alike. Left out are those of libraries that quote the address asked for, whose query
    string can hold variables, or the headers of a request.
    """
    handler = logging.StreamHandler(stream)
    handler.addFilter(_quotes_no_request)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[
                *_STAMPED,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(allow=["correlation_id"]),
            ],
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _harmless,
                _line_writer(form),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger("cget_api").setLevel(logging.INFO)
    for name in _UVICORN:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"


def logger_to(stream: TextIO, form: LogFormat, name: str) -> FilteringBoundLogger:
    """Writes in the same form as `log_to`, without the detour through `logging`. What a client wrote is
    `bounded` by whoever logs it."""
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[*_STAMPED, _line_writer(form)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        context_class=dict,
    ).bind(logger=name)
    return logger


def printable(text: str) -> str:
    """The same text with everything escaped that a terminal would obey, and what could pass for another line."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def bounded(text: str) -> str:
    """What a client may write at any length, printable and cut where it is too long."""
    return printable(text[:LONGEST])


def _harmless(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Of a traceback, the ends of lines are left. What is said can quote what a client wrote: no line is endless."""
    event["event"] = printable(_cut(str(event["event"])))
    if "exception" in event:
        event["exception"] = "\n".join(printable(_cut(line)) for line in str(event["exception"]).split("\n"))
    return event


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _line_writer(form: LogFormat) -> Processor:
    writer: Callable[[Any, str, EventDict], str] = _as_json if form is LogFormat.JSON else _as_text
    return writer


def _as_json(_logger: Any, _method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=str).decode()


def _as_text(_logger: Any, _method: str, event: EventDict) -> str:
    """What is unknown or empty is left out. Only the lines of a traceback are indented, and all of them."""
    stamp, level, name, what = (event.pop(key) for key in ("timestamp", "level", "logger", "event"))
    traceback = event.pop("exception", "").splitlines()
    said = "".join([f" {key}={_word(value)}" for key, value in event.items() if value is not None and value != []])
    return "\n    ".join([f"{stamp} {level.upper()} {name}: {what}{said}", *traceback])


def _word(value: object) -> str:
    if isinstance(value, str):
        # The second asks no more than the first lets through, and takes longer.
        return value if value.isalnum() or _PLAIN.fullmatch(value) else repr(value)
    if isinstance(value, (int, float)):
        return str(value)
    return ",".join(map(_word, value)) if isinstance(value, list) else _word(str(value))


def _quotes_no_request(record: logging.LogRecord) -> bool:
    return not any(record.name == name and words in str(record.msg) for name, words in _QUOTING)
