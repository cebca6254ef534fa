"""The published schema in words: every label, relationship and property of a Neo4j store.

Power users write queries against it, so what is told here holds. Properties that only a store's own
bookkeeping reads are told of as such.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["DESCRIBED", "Described"]


@dataclass(frozen=True, slots=True)
class Described:
    """One label or relationship, or one property of it; ``pattern`` says how it is matched."""

    pattern: str
    name: str
    meaning: str

    @property
    def kind(self) -> Literal["label", "relationship"]:
        """Whether this is about things or about what is between them."""
        return "relationship" if "[" in self.pattern else "label"

    @property
    def of(self) -> str:
        """The label or relationship type by itself."""
        if self.kind == "label":
            return self.pattern.strip("(:)")
        return self.pattern.partition("[:")[2].partition("]")[0]


_OWN = "bookkeeping of the store"

_ROW = {
    "key": "its own key: the interaction's id and whom it reached",
    "id": "the interaction's id; all its rows share it",
    "long_id": "the id in full, where it is too long for an index",
    "at": "when it happened (UTC)",
    "arrived_at": "when the store learned of it as it is now (UTC)",
    "kind": "email, message, call, meeting, mention, reply, reaction, comment, activity, ...",
    "channel": "where it happened: email, slack, x, calendar, ...",
    "role": "how the receiver took part: to, cc, bcc, attendee, mentioned, ...",
    "status": "what the receiver answered: accepted, declined, tentative, none, ...",
    "size": "how many others it reached, without those who declined",
    "duration": "how long it took, in microseconds",
    "thread": "the conversation that it belongs to",
    "in_reply_to": "the id of what it answers",
    "sentiment": "its tone, from -1 to 1",
    "sentiment_by": "what gave the tone: nps, csat, stars, source, or a scorer and its version",
    "confidence": "how sure that is, from 0 to 1",
    "heard": f"{_OWN}: how well what was heard in its text was heard",
    "topics": "what it is about",
    "sources": "which sources told of it",
    "is_bulk": "whether it is a newsletter or automated, and so ties nobody",
    "revision": "which version of it this is, absent for the first (0); the highest counts",
    "seq": "the number under which it arrived",
    "content": f"{_OWN}: a hash of what equal revisions may differ in, where its key tells less",
    "hash_hi": f"{_OWN}: half of its part in the digest, where that is not its key's",
    "hash_lo": f"{_OWN}: the other half",
    "key_hi": f"{_OWN}: half of its key, where that is not what its id gives",
    "key_lo": f"{_OWN}: the other half",
}
_SCORES = {
    "influence": "standing by several measures together, 0 to 1",
    "rank": "place by influence, 1 is first",
    "change": "how many places up (or down) in four weeks",
    "community": "the id of the community",
}
_FADES = {
    "fades_at": "when it is worth one fresh interaction, in ms since 1970; strength at a later t: "
    "2 ^ ((fades_at - t) / half_life_ms)",
    "first_at": "the first interaction (UTC)",
    "last_at": "the last interaction (UTC)",
    "count": "how many interactions",
}
_DATED = {"since": "since when; null is always", "until": "until when; null is still"}
_FACT = {
    "key": f"{_OWN}: the hash of all of it",
    "subject": "the identity or organization it is about",
    "name": "what is stated: name, title, segment, reports_to, ...",
    "value": "the value",
    "since": _DATED["since"],
    "until": _DATED["until"],
    "since_us": "since when, in microseconds since 1970",
    "until_us": "until when, in microseconds since 1970",
    "source": "which source stated it",
    "seq": "the number under which it arrived",
}
_MERGE = {
    "key": f"{_OWN}: the hash of all of it",
    "a": "the one identity",
    "b": "the other",
    "reason": "why",
    "at": "when it was decided (UTC)",
    "at_us": "the same in microseconds since 1970",
    "is_active": "true for one person, false for apart again",
    "seq": "the number under which it arrived",
}

_TOLD: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "(:Identity)",
        "an address, handle or account under which somebody is in the log",
        {
            "key": "scheme:value, such as email:ann@x.example",
            "number": f"{_OWN}: its number in the order of arrival",
        },
    ),
    (
        "(:Person)",
        "one or more identities that are one person, list or bot",
        {
            "id": "p_ and 16 characters; goes on resolving after merges",
            "name": "the name, if any is known",
            "kind": "person, shared_mailbox, list, bot",
            "identity": "the identity that stands for the person",
        },
    ),
    (
        "(:Organization)",
        "a company or other body that people belong to",
        {"id": "org:domain or org:name", "name": "the name"},
    ),
    ("(:Segment)", "a declared group, such as customers", {"name": "the name"}),
    (
        "(:Post)",
        "an interaction that reached no one in particular, with its properties",
        _ROW,
    ),
    (
        "(:Run)",
        "all scores of one moment and configuration; the current one has current = true",
        {
            "id": "r_ and a hash of what it was made from",
            "as_of": "the moment it looks from (UTC)",
            "current": "whether this is the run to ask",
            "pinned": "whether it is kept when others are forgotten",
            "half_life_ms": "the half-life in milliseconds, as fades_at counts",
            "half_life_days": "the half-life in days",
            "digest": "the digest of the log it was made from",
            "people": "how many people",
            "ties": "how many directed ties",
            "pairs": "how many pairs",
            "modularity": "how well the communities divide the graph",
            "own_organizations": "who we are",
            "tieline": "the version that made it",
            "written": f"{_OWN}: its place in the order of runs",
        },
    ),
    (
        "(:Community)",
        "people who belong together, in one run",
        {
            "id": "c_ and 16 characters; SCORED.community names it",
            "key": "the run's id and its own",
            "name": "after its most central person",
            "size": "how many people",
            "cohesion": "the share of their strength that stays inside",
        },
    ),
    (
        "(:Fact)",
        "a dated statement about a person or an organization",
        _FACT,
    ),
    (
        "(:Merge)",
        "a decision that two identities are one person, or no longer are",
        _MERGE,
    ),
    (
        "(:OlderVersion)",
        "a row of the log that a correction replaced",
        _ROW
        | {
            "sender": "who began it",
            "receiver": "whom it reached",
            "replaced": "the number under which its replacement arrived",
        },
    ),
    (
        "(:OlderFact)",
        "a fact as it stood before the last time that a name was seen moved on",
        _FACT | {"replaced": "the number under which its replacement arrived"},
    ),
    (
        "(:OlderMerge)",
        "a merge as it stood before its reason was replaced",
        _MERGE | {"replaced": "the number under which its replacement arrived"},
    ),
    (
        "(:Arrival)",
        "what arrived together",
        {
            "seq": "the number that it bears",
            "at": "when it arrived (UTC)",
            "rows": "how many rows it brought",
        },
    ),
    (
        "(:Log)",
        "the one record of the store itself",
        {
            "name": "tieline",
            "version": "of this schema",
            "store_id": "which store this is",
            "digest": "of the log, facts and merges; equal contents have equal ones",
            "interactions": "how many",
            "rows": "how many, one for each receiver",
            "identities": "how many that were ever named",
            "facts": "how many",
            "merges": "how many decisions about who is one person",
            "voids": "how many of them were taken back and count for nothing in the digest",
            "next": "the number that the next arrival bears",
            "latest_us": "the latest moment at which anything arrived, in microseconds since 1970",
            "latest_seq": f"{_OWN}: the first number of that moment",
            "epoch": "how often something was forgotten",
            "run": "the id of the current run",
            "previous_run": "the id of the run before",
            "runs": "how many were ever written",
            "writing": "the id of a run that is being written, or was when its writer ended",
            **{
                f"{name}_{half}": f"{_OWN}: half of a sum that the digest is made of"
                for name in ("log", "fact", "merge", "void")
                for half in ("hi", "lo")
            },
        },
    ),
    (
        "(:Identity)-[:INTERACTED]->(:Identity)",
        "somebody reached somebody: one for each receiver of an interaction",
        _ROW,
    ),
    ("(:Identity)-[:POSTED]->(:Post)", "somebody wrote what reached no one in particular", {}),
    ("(:Identity)-[:OF]->(:Person)", "whose identity it is", {}),
    ("(:Person)-[:WORKS_AT]->(:Organization)", "where somebody belongs", _DATED),
    ("(:Person)-[:IN_SEGMENT]->(:Segment)", "what declared group somebody is in", _DATED),
    (
        "(:Person)-[:TIE]->(:Person)",
        "how much is left of what one sent the other; one for each direction",
        _FADES
        | {
            "fades_at_7": "the same for a half-life of 7 days",
            "fades_at_90": "the same for a half-life of 90 days",
        },
    ),
    (
        "(:Person)-[:PAIR]->(:Person)",
        "both directions together; match it without an arrow",
        _FADES
        | {
            "usual_gap_days": "days that usually lie between two interactions",
            "phase": "how it stands as of its last interaction",
            "cools_at": "when it would cool if nothing else happened (UTC)",
            "at_risk_at": "when it would be at risk (UTC)",
            "dormant_at": "when it would be dormant (UTC)",
            "p_contact": "the probability of contact within the horizon, where there is a rhythm",
            "p_at": "the moment that p_contact was told for (UTC)",
        },
    ),
    (
        "(:Person)-[:SCORED]->(:Run)",
        "somebody's measures in a run; each by the name that tieline measures lists",
        _SCORES,
    ),
    ("(:Community)-[:FOUND_IN]->(:Run)", "which run found it", {}),
)

DESCRIBED = tuple(
    one
    for pattern, meaning, properties in _TOLD
    for one in (
        Described(pattern, "", meaning),
        *(Described(pattern, name, told) for name, told in properties.items()),
    )
)
"""Every label and relationship, each followed by its properties."""
