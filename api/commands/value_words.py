"""The words that stand for values in every help: ``--limit ROWS``, not ``<int range>``."""

from typing import Any

__all__ = ["worded"]

_WORDS = {
    "--above": "PROBABILITY",
    "--around": "WHOM",
    "--as": "SOURCE",
    "--by": "MEASURE",
    "--every": "SECONDS",
    "--folder": "FOLDER",
    "--from": "DATE",
    "--from-half-life": "DAYS",
    "--horizon": "DAYS",
    "--host": "ADDRESS",
    "--kind": "KIND",
    "--label": "STATE",
    "--level": "PROBABILITY",
    "--limit": "ROWS",
    "--limit-people": "PEOPLE",
    "--list-length": "NAMES",
    "--log": "NAME",
    "--me": "PERSON",
    "--measure": "MEASURE",
    "--name": "NAME",
    "--objective": "NAME",
    "--of": "WHOM",
    "--owner": "PERSON",
    "--param": "NAME=VALUE",
    "--params": "FILE",
    "--patience": "SECONDS",
    "--per": "PERIOD",
    "--plot": "FILE",
    "--port": "NUMBER",
    "--precision": "SHARE",
    "--reason": "TEXT",
    "--resolution": "NUMBER",
    "--rest": "SECONDS",
    "--since": "DATE",
    "--store": "STORE",
    "--timeout": "SECONDS",
    "--to": "DATE",
    "--unread": "CHANNEL",
    "--until": "DATE",
    "--without": "ID",
    "--zone": "ZONE",
}
"""For each option that names none itself."""


def worded(params: list[Any]) -> list[Any]:
    """Have the help show a word for each value, and nothing beside an option that takes none."""
    for one in params:
        if one.param_type_name == "argument":
            one.display_type_rich = _untold  # its own name is the word
        elif getattr(one, "is_flag", False):
            one.metavar = ""
        elif one.metavar is None:
            one.metavar = next((_WORDS[name] for name in one.opts if name in _WORDS), None)
    return params


def _untold(**_context: object) -> None:
    return None
