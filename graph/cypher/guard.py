"""The first of the guards before Cypher of a power user: words that do more than read are refused.

It looks at words where they can begin a clause, so that ``n.set``, ``(:Delete)``, ``$create`` and
``RETURN merge`` stay honest names. It is not a parser and need not be: what slips through meets
the server's own plan (`graph.cypher.plan`), a session that may not write, and a rollback. It is
what stops statements that the server takes for readings: files, addresses, settings, other
databases, other people's transactions.
"""

from collections.abc import Iterator, Sequence

from graph.cypher.place import pointed
from graph.cypher.tokens import Token, tokens
from graph.errors import Misuse, Refused

__all__ = ["LONGEST", "PROCEDURES", "check_words"]

LONGEST = 100_000
"""Characters of the longest statement that is looked at."""
_DEEPEST = 50  # brackets in brackets; some thousands end the server's parser without an answer

PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshipTypes",
        "db.propertyKeys",
        "db.schema.visualization",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.index.fulltext.queryNodes",
        "db.index.fulltext.queryRelationships",
        "db.index.vector.queryNodes",
        "db.index.vector.queryRelationships",
        "db.info",
        "db.ping",
    }
)
"""The only procedures that may be called: each reads this database and nothing else."""

_FAMILIES = ("point", "date", "datetime", "time", "localtime", "localdatetime", "duration",
             "vector.similarity")  # fmt: skip
_WRITES = "it writes, and a question only reads"
_ADMIN = "it administers the server"
_OURS = "it is run in a transaction of ours, which ends without keeping anything"
_DENIED = {
    **dict.fromkeys(("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE",
                     "INSERT", "FOREACH"), _WRITES),
    **dict.fromkeys(("DROP", "ALTER", "RENAME", "GRANT", "DENY", "REVOKE", "START", "STOP",
                     "ENABLE", "DEALLOCATE", "REALLOCATE", "DRYRUN", "TERMINATE"), _ADMIN),
    **dict.fromkeys(("BEGIN", "COMMIT", "ROLLBACK"), _OURS),
    "LOAD": "it reads files or addresses from the server's machine",
    "PERIODIC": "it commits as it goes, and a question keeps nothing",
    "SHOW": "it tells about the server, and a question is about the graph",
    "USE": "a question is asked of the store's own database",
    "EXPLAIN": "plans are looked at before a question is run, not given",
    "PROFILE": "plans are looked at before a question is run, not given",
    "CYPHER": "how a question is run is not the question's to say",
}  # fmt: skip

_NAME_AFTER = frozenset(".:$|&!([,=<>-/^~")  # before a clause none of these can stand
_EITHER_AFTER = frozenset("+*%")  # "(a)+ SET ...", "WITH * SET ...", but also "1 + set"
_EXPECTS = frozenset(
    ["AS", "RETURN", "WITH", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "UNWIND", "BY", "WHEN",
     "THEN", "ELSE", "CASE", "DISTINCT", "CONTAINS", "LIMIT", "SKIP", "OFFSET", "YIELD", "MATCH"]
)  # fmt: skip
"""Words after which a name may stand."""
_PREFIXES = frozenset(["NOT", "CASE", "DISTINCT"])  # which may follow one of these, and be none
_CONTINUES = frozenset(
    ["AS", "AND", "OR", "XOR", "IN", "IS", "STARTS", "ENDS", "CONTAINS", "WHEN", "THEN", "ELSE",
     "END", "ORDER", "SKIP", "LIMIT", "OFFSET", "WHERE", "RETURN", "WITH", "UNWIND", "MATCH",
     "OPTIONAL", "UNION", "ASC", "DESC", "ASCENDING", "DESCENDING", "CALL", "FINISH"]
)  # fmt: skip
"""Words that may follow a name."""
_GOES_ON = frozenset(",)]}.=<>+-*/%^:;|[{")  # what else may follow one
_IN_MAPS = frozenset(":,}")  # what follows the first name of a map


def check_words(text: str) -> None:
    """Refuse a statement that says it does more than read; ``Refused`` says what and why."""
    if len(text) > LONGEST:
        raise Misuse(f"a statement may have {LONGEST:,} characters, and this has {len(text):,}")
    found = tokens(text)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise Misuse("there is no statement; such as: MATCH (p:Person) RETURN p.name LIMIT 10")
    _check_depth(text, found)
    names = _names(found)
    for k, token in enumerate(found):
        for what, why in _flaws(found, k, is_name=names[k]):
            raise Refused(f"{what} is refused: {why}\n{pointed(text, token.at)}")


def _names(found: Sequence[Token]) -> list[bool]:
    """Say of each word whether it stands where only a name can, so that it begins no clause."""
    names: list[bool] = []
    for k, token in enumerate(found):
        before = found[k - 1] if k and token.kind == "word" else None
        after = found[k + 1] if k + 1 < len(found) else None
        # what is itself a name, such as a variable called "as", says nothing about the next word
        names.append(before is not None and not (k and names[k - 1])
                     and _is_name(before, token, after))  # fmt: skip
    return names


def _is_name(before: Token, token: Token, after: Token | None) -> bool:
    if before.text in _NAME_AFTER or before.keyword == "AS":
        return True
    if before.text == "{":  # of a map, or of a subquery
        return after is not None and after.text in _IN_MAPS
    if before.keyword in _EXPECTS and token.keyword in _EXPECTS - _PREFIXES:
        return True
    if before.text not in _EITHER_AFTER and before.keyword not in _EXPECTS:
        return False
    return after is None or after.text in _GOES_ON or after.keyword in _CONTINUES


def _check_depth(text: str, found: Sequence[Token]) -> None:
    depth = 0
    for token in found:
        if token.kind == "sign":
            depth += (token.text in "([{") - (token.text in ")]}")
        if depth > _DEEPEST:
            told = pointed(text, token.at)
            raise Misuse(f"brackets may be {_DEEPEST} deep, and here they are deeper\n{told}")


def _flaws(found: Sequence[Token], k: int, *, is_name: bool) -> Iterator[tuple[str, str]]:
    token = found[k]
    if token.text == ";":
        yield "a second statement", "one question is one statement"
    if token.name and not _is_inside(found, k):
        yield from _called(found, k)
    if token.kind != "word" or is_name:
        return
    if token.keyword in _DENIED:
        yield token.keyword, _DENIED[token.keyword]
    if token.keyword == "CALL":
        yield from _procedure(found, k)
    if token.keyword == "IN" and k and found[k - 1].text == "}":
        ahead = [one.keyword for one in found[k + 1 : k + 5]]
        if ahead[:1] == ["TRANSACTIONS"] or "CONCURRENT" in ahead:
            yield "IN TRANSACTIONS", _DENIED["PERIODIC"]


def _is_inside(found: Sequence[Token], k: int) -> bool:
    """Whether a name is a later part of one with dots; two dots are a range, as in ``[1..n]``."""
    return k > 0 and found[k - 1].text == "." and not (k > 1 and found[k - 2].text == ".")


def _called(found: Sequence[Token], k: int) -> Iterator[tuple[str, str]]:
    """A function with a dot in its name, which is the server's own or somebody's addition."""
    name, end = _dotted(found, k)
    is_call = k > 0 and found[k - 1].keyword == "CALL"
    if "." not in name or is_call or end >= len(found) or found[end].text != "(":
        return
    if not name.lower().startswith(tuple(f"{family}." for family in _FAMILIES)):
        yield f"the function {name}", "only functions that the server itself has may be called"


def _procedure(found: Sequence[Token], k: int) -> Iterator[tuple[str, str]]:
    """A procedure that is called; ``CALL {...}`` and ``CALL (x) {...}`` are subqueries."""
    if k + 1 < len(found) and found[k + 1].text in ("{", "("):
        return
    name, _ = _dotted(found, k + 1)
    if name not in PROCEDURES:
        listed = ", ".join(sorted(PROCEDURES))
        yield f"the procedure {name or '?'}", f"it is none of those that only read ({listed})"


def _dotted(found: Sequence[Token], k: int) -> tuple[str, int]:
    """Read a name with dots that begins at *k*; gives it and the place behind it."""
    parts: list[str] = []
    while k < len(found) and found[k].name:
        parts.append(found[k].name)
        k += 1
        if k + 1 >= len(found) or found[k].text != "." or not found[k + 1].name:
            break
        k += 1
    return ".".join(parts), k
