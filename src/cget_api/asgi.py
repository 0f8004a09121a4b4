"""The application for an ASGI server: `uvicorn cget_api.asgi:app`."""

import sys

from cget_api.app import create_app
from cget_api.core.errors import RegisterError
from cget_api.settings import settings_from
from cget_api.telemetry.log import log_to

try:
    settings = settings_from()
    log_to(sys.stderr, settings.log_format)
    app = create_app(settings)
except RegisterError as error:
    sys.exit(f"error: {error.code}: {error}")
