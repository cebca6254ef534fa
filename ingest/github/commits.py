"""Commits on GitHub: who made them, and that the account and the address in them are one person.

GitHub shows the account that has proved the address of a commit; where none has, the address alone
says who it was. A commit reaches nobody.
"""

from graph.model import Interaction, Kind, Merge
from graph.people.identity import clean, plain_email
from ingest.dates import moment_in
from ingest.github.happened import Happened
from ingest.github.people import GHOST, People, is_bot
from ingest.json.fields import id_in, object_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import kind_of
from ingest.source import BadRecord

__all__ = ["committed"]

_HIDDEN = "@users.noreply."
_LONGEST = 200


def committed(found: Happened, people: People) -> Said:
    """A commit, at the time that its author wrote it."""
    commit = object_in(found.payload, "commit")
    written, account = object_in(commit, "by"), people.account(found.actor)
    address = plain_email(clean(text_in(written, "email")[:_LONGEST]))
    is_own = address and not kind_of(f"email:{address}") and _HIDDEN not in address
    sender = account or (f"email:{address}" if address else "")
    if not sender:
        raise BadRecord("names nobody, expected an account or an address", id_in(commit, "sha"))
    place = f"github:{found.project.lower()}@{id_in(commit, 'sha')}"
    at, bulk = moment_in(found.at), is_bot(found.actor)
    said: Said = [
        Interaction(at, Kind.ACTIVITY, "github", sender, id=place, thread=place, is_bulk=bulk)
    ]
    if account and account != GHOST and is_own and not bulk:
        said.append(
            Merge(account, f"email:{address}", "same GitHub account: it has proved the address")
        )
    return said + (people.told(found.actor, at) if account else [])
