"""docker-compose.yml as Compose reads it: merged, with its variables replaced, its services in the order they start."""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

Service = dict[str, Any]

_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<operator>[-?])(?P<rest>[^}]*))?\}")


def services_from_file(file: Path) -> dict[str, Service]:
    """In the order in which they start."""
    services: dict[str, Service] = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    order = TopologicalSorter({name: service.get("depends_on", {}) for name, service in services.items()})
    return {name: services[name] for name in order.static_order()}


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    """Raises KeyError, with the file's message, for a variable that must be set and is not."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match["name"], match["operator"], match["rest"]
        if variables.get(name):
            return variables[name]
        if operator == "-":
            return str(rest)
        raise KeyError(f"{name}: {rest}")

    return _VARIABLE.sub(value, text)
