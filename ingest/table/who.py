"""Who: the text of a cell becomes one identity, or a list of them, once for each distinct text.

Nearly all cells are plain addresses, numbers or names, which SQL makes canonical by patterns.
What is left (``Ann Smith <ann@x.example>``, lists, other scripts) goes to `graph.people.identity`
one distinct text at a time. A semicolon separates several; a comma only where every part could be
nothing but an address, a number or an identity with its scheme.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.people.identity import SCHEMES, canonical
from ingest.mail.addresses import addresses
from ingest.table.sql import text

__all__ = ["Naming"]

_EMAIL = r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_BARE = r"[A-Za-z0-9_](?:[A-Za-z0-9_.+/ -]*[A-Za-z0-9_])?"
_PHONE = r"\+[0-9]{7,}"
_SCHEMED = rf"(?:slack|x|reddit|github|linkedin|crm|account):{_BARE.replace('.+/ -', './-')}"
_AROUND = r"\s*[?]\s*"
_SURE = r"[@:]|^[+]?[0-9]+$"  # a part that a comma may separate
_KEYS = ("email", "address", "identity", "emailAddress", "id", "user", "username", "name")


@dataclass(frozen=True)
class Naming:
    """How the names of one table are to be read."""

    log: str | None = None
    scheme: str | None = None
    separators: str = ";,"

    def plain(self, cell: str) -> str:
        """SQL: the identity of a plain cell, NULL for one that needs a closer look.

        *cell* is a column of distinct texts: it is named many times.
        """
        prefix = f"{self.scheme or 'account'}:" + (f"{self.log}/" if self.log else "")
        bare = f"regexp_full_match({cell}, {text(_BARE)}) AND NOT starts_with({cell}, '00')"
        if self.scheme in ("phone", "email", "x"):  # these have a spelling of their own
            bare = "false"
        return (
            f"CASE WHEN regexp_full_match({cell}, {text(_EMAIL)}) THEN 'email:' || lower({cell}) "
            f"WHEN {bare} THEN {text(prefix)} || {cell} "
            f"WHEN regexp_full_match({cell}, {text(_PHONE)}) THEN 'phone:' || {cell} "
            f"WHEN regexp_full_match({cell}, {text(_SCHEMED)}) THEN {cell} END"
        )

    def parts(self, cell: str) -> str:
        """SQL: the parts of a cell that is plainly a list, else NULL."""
        cases = [
            (f"starts_with({cell}, '[')", f"TRY(from_json({cell}, '[\"VARCHAR\"]'))"),
            (f"regexp_matches({cell}, '[\"<>{{]')", "NULL"),
        ]
        hard = "".join(re.escape(one) for one in self.separators if one != ",")
        if hard:
            split = f"string_split_regex({cell}, {text(_AROUND.replace('?', hard))})"
            cases.append((f"regexp_matches({cell}, {text(f'[{hard}]')})", split))
        if "," in self.separators:
            parts = f"string_split_regex({cell}, {text(_AROUND.replace('?', ','))})"
            sure = f"list_transform({parts}, lambda c: regexp_matches(c, {text(_SURE)}))"
            cases.append((f"contains({cell}, ',') AND list_bool_and({sure})", parts))
        return "CASE " + " ".join(f"WHEN {test} THEN {list_}" for test, list_ in cases) + " END"

    def identities(self, cell: str) -> list[str]:
        """Read one cell the slow way; a ValueError says that it names nobody.

        >>> Naming().identities('"Smith, Ann" <ann@x.example>; bob@x.example')
        ['email:ann@x.example', 'email:bob@x.example']
        """
        found = dict.fromkeys(one for part in self._split(cell) for one in self._read(part))
        if not found:
            raise ValueError("the cell names nobody")
        return list(found)

    def _split(self, cell: str) -> Iterable[str]:
        if cell[:1] in ("[", "{"):
            try:
                return [name for name in _names(json.loads(cell)) if name.strip()]
            except (ValueError, RecursionError):
                pass
        hard = [re.escape(one) for one in self.separators if one != ","]
        parts = re.split("|".join(hard), cell) if hard else [cell]
        return [part for part in map(str.strip, parts) if part]

    def _read(self, part: str) -> list[str]:
        if "@" in part and ("<" in part or '"' in part):
            found = [identity for identity, _ in addresses([part])]
            if found:
                return found
        commas = [one for one in map(str.strip, part.split(",")) if one]
        if "," in self.separators and len(commas) > 1 and all(map(_is_sure, commas)):
            return [self._canonical(one) for one in commas]
        return [self._canonical(part)]

    def _canonical(self, name: str) -> str:
        scheme, colon, _ = name.partition(":")
        is_bare = not (colon and scheme.lower() in (*SCHEMES, "mailto"))
        if not self.scheme or not is_bare:
            return canonical(name, log=self.log)
        if canonical(name).startswith(("email:", "phone:")):
            return canonical(name)
        within = f"{self.log}/" if self.log and self.scheme not in ("phone", "email") else ""
        return canonical(
            f"{self.scheme}:{within}{name.lstrip('@') if self.scheme == 'x' else name}"
        )


def _is_sure(part: str) -> bool:
    return re.search(_SURE, part) is not None


def _names(value: object) -> list[str]:
    """The names in a JSON value: of a record the first of its usual keys."""
    if isinstance(value, list):
        return [name for one in value for name in _names(one)]
    if isinstance(value, dict):
        key = next((key for key in _KEYS if value.get(key)), None)
        return _names(value[key]) if key else []
    return [] if value is None or isinstance(value, bool) else [str(value)]
