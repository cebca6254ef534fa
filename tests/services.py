"""The services of docker-compose.yml as compose reads them."""

import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from tests.conftest import ROOT

__all__ = ["COMPOSE", "PASSWORD", "composed"]

COMPOSE = ROOT / "docker-compose.yml"
PASSWORD = 'pass\'word "with" $signs%, #hashes and \\'  # noqa: S105 - of no server
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}")


def composed(variables: Mapping[str, str]) -> dict[str, Any]:
    """The services as compose reads them with these variables; KeyError where one has to be set."""

    def value(found: re.Match[str]) -> str:
        name, sign, rest = found.groups()
        if name is None:
            return "$"
        if variables.get(name):
            return variables[name]
        if sign != "-":
            raise KeyError(f"{name} {rest}")
        return str(rest)

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: filled(one) for key, one in part.items()}
        if isinstance(part, list):
            return [filled(one) for one in part]
        return VARIABLE.sub(value, part) if isinstance(part, str) else part

    services: dict[str, Any] = filled(YAML(typ="safe").load(COMPOSE))["services"]
    return services
