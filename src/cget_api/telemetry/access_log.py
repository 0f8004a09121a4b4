"""One line of the log for each request, connection and operation; never with variables, nor a query string."""

from typing import Final, TextIO

from cget_api.settings import LogFormat
from cget_api.telemetry.log import bounded, logger_to
from cget_api.telemetry.passage import Passage

NAME: Final = "cget_api.access"


class AccessLog:
    """Tells on `stream` what each passage turned out to be, in lines of the same form as the rest of the log."""

    def __init__(self, stream: TextIO, form: LogFormat) -> None:
        self._logger = logger_to(stream, form, NAME)

    def began(self, passage: Passage) -> None:
        """What it turns out to be is known when it ends."""

    def ended(self, passage: Passage) -> None:
        exchange, within = passage.exchange, passage.within
        of_its_own = within is None
        try:
            self._logger.info(
                passage.kind,
                correlation_id=exchange.correlation_id,
                connection_id=None if within is None else within.exchange.correlation_id,
                protocol=passage.protocol,
                method=bounded(passage.method),
                path=bounded(passage.path),
                status=passage.status,
                duration_ms=round((passage.seconds or 0.0) * 1000, 3),
                bytes=passage.bytes if of_its_own else None,
                complete=passage.complete,
                operation_type=exchange.operation_type,
                operation_name=None if exchange.operation_name is None else bounded(exchange.operation_name),
                cost=exchange.cost,
                revision=exchange.revision,
                from_cache=exchange.from_cache,
                refusals=[bounded(code) for code in exchange.refusals],
            )
        except (OSError, ValueError):
            return  # nobody reads the log any more, which is no reason to answer nobody
