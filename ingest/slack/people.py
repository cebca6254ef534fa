"""People and channels of Slack: facts from users.json, channels.json and their kin."""

from typing import Any

from graph.model import Fact, Interaction, Kind, Merge
from graph.people.identity import clean, plain_email
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, is_true, list_in, object_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.slack.names import Names, team_of

__all__ = ["change", "channel", "user"]

_REASON = "same Slack account: the address in its profile"
_LONGEST = 200
_FEW = ("mpdm-",)


def user(found: dict[str, Any], names: Names) -> Said:
    """What a user's entry says: a name, a title, an address, whether it is a bot."""
    own, profile = id_in(found, "id"), object_in(found, "profile")
    identity = names.person(own, team_of(found))
    is_bot = is_true(found, "is_bot") or own == "USLACKBOT"
    said: Said = [Fact(identity, "kind", BOT if is_bot else "person")]
    shown = (
        text_in(profile, "real_name", "display_name")
        or text_in(found, "real_name")
        or text_in(profile, "real_name_normalized")
    )
    login = text_in(found, "name")
    shown_as = text_in(profile, "display_name") or login
    for word, value in (
        ("name", shown or text_in(found, "name")),
        ("handle", shown_as),
        ("handle", login if login != shown_as else ""),
        ("title", text_in(profile, "title")),
        ("phone", text_in(profile, "phone")),
    ):
        if clean(value[:_LONGEST]):
            said.append(Fact(identity, word, clean(value[:_LONGEST])))
    address = plain_email(clean(text_in(profile, "email")[:_LONGEST]))
    if address and not is_bot:
        said.append(_address(identity, f"email:{address}"))
    return said


def _address(identity: str, email: str) -> Fact | Merge:
    if kind_of(email):  # a team's mailbox is nobody in particular
        return Fact(identity, "email", email.removeprefix("email:"))
    return Merge(identity, email, _REASON)


def channel(found: dict[str, Any], names: Names) -> Said | None:
    """What a channel's entry says: who is in it, and who made it; None where that is nobody."""
    name = clean(text_in(found, "name")[:_LONGEST])
    if not name or name.startswith(_FEW) or id_in(found, "id").startswith("D"):
        return None
    said: Said = []
    for member in dict.fromkeys(one for one in list_in(found, "members") if isinstance(one, str)):
        if clean(member):
            said.append(Fact(names.person(clean(member)[:_LONGEST]), "channel", name))
    creator = id_in(found, "creator")
    if creator:
        since = moment_or_none(found.get("created"))
        said.append(Fact(names.person(creator), "created_channel", name, since))
    return said or None


def change(found: dict[str, Any], names: Names) -> Said:
    """An entry of integration_logs.json: somebody set up or changed a service."""
    sender = names.person(id_in(found, "user_id"))
    return [Interaction(moment_in(found.get("date")), Kind.ACTIVITY, "slack", sender)]
