"""Teams of Salesforce: who works on a deal or an account; who is in a campaign or of a task.

Teams are of our own people: they look after a deal without being in the group that it is about.
"""

from datetime import datetime
from typing import Any

from graph.model import Fact
from ingest.crm.people import word_in
from ingest.dates import moment_or_none
from ingest.json.fields import id_in, is_true
from ingest.json.records import Said
from ingest.salesforce.names import Names, canonical_id
from ingest.source import BadRecord

__all__ = ["account_member", "campaign", "campaign_member", "deal_member", "invitation", "relation"]

_PLAIN_ROLE = "Team member"


def deal_member(found: dict[str, Any], names: Names) -> Said:
    """A user on the team of a deal, and as what."""
    who, since = _user(found, names, "a team of a deal"), _since(found)
    name = names.deal(id_in(found, "opportunityid"), word_in(found, "opportunityname"))
    if not name:
        raise BadRecord("a team of no deal, expected OpportunityId", str(found)[:200])
    return [Fact(who, "deal_role", f"{_role(found)}: {name}", since)]


def account_member(found: dict[str, Any], names: Names) -> Said:
    """A user on the team of an account, and as what."""
    who, since = _user(found, names, "a team of an account"), _since(found)
    key = names.organization(id_in(found, "accountid"), word_in(found, "accountname"))
    if not key:
        raise BadRecord("a team of no account, expected AccountId", str(found)[:200])
    return [Fact(who, "account_role", f"{_role(found)}: {key}", since)]


def campaign(found: dict[str, Any], names: Names) -> Said:
    """A campaign, which somebody looks after."""
    _refuse_deleted(found)
    owner, name = names.person(id_in(found, "ownerid")), word_in(found, "name")
    if not owner or not name:
        raise BadRecord("a campaign without Name, or of nobody", id_in(found, "id"))
    return [Fact(owner, "owner_of", f"campaign {name}", _since(found))]


def campaign_member(found: dict[str, Any], names: Names) -> Said:
    """A contact or lead who was in a campaign, and how far they went along.

    That is no contact by itself: what they were sent, or came to, has records of its own.
    """
    _refuse_deleted(found)
    who = names.person(id_in(found, "contactid")) or names.person(id_in(found, "leadid"))
    own = canonical_id(id_in(found, "campaignid"))
    name = word_in(found, "campaignname") or names.near.value("salesforce.campaign", own) or own
    if not who or not name:
        raise BadRecord("a member of a campaign without ContactId, LeadId or CampaignId",
                        str(found)[:200])  # fmt: skip
    at = moment_or_none(found.get("firstrespondeddate")) or _since(found)
    return [Fact(who, "campaign", f"{word_in(found, 'status') or 'Member'}: {name}", at)]


def invitation(found: dict[str, Any], names: Names) -> Said:
    """An invitation to a meeting, which the meeting itself counts."""
    event = canonical_id(id_in(found, "eventid"))
    if not event:
        raise BadRecord("an invitation without EventId", str(found)[:200])
    who = _related(found, names, "an invitation of no contact, lead or user")
    return [Fact(who, "invited", f"{word_in(found, 'status') or 'New'}: {event}")]


def relation(found: dict[str, Any], names: Names) -> Said:
    """One of those whom a task is with, which the task itself counts."""
    task = canonical_id(id_in(found, "taskid"))
    if not task:
        raise BadRecord("a relation of no task, expected TaskId", str(found)[:200])
    return [Fact(_related(found, names, "a relation of no contact or lead"), "task_with", task)]


def _related(found: dict[str, Any], names: Names, reason: str) -> str:
    _refuse_deleted(found)
    if is_true(found, "iswhat"):
        raise BadRecord(
            "says which account or deal an activity is about, as the activity does",
            id_in(found, "relationid"),
        )
    who = names.person(id_in(found, "relationid"))
    if not who:
        raise BadRecord(reason, str(found)[:200])
    return who


def _user(found: dict[str, Any], names: Names, where: str) -> str:
    _refuse_deleted(found)
    who = names.person(id_in(found, "userid"))
    if not who:
        raise BadRecord(f"{where} without UserId", str(found)[:200])
    return who


def _role(found: dict[str, Any]) -> str:
    return word_in(found, "teammemberrole") or _PLAIN_ROLE


def _since(found: dict[str, Any]) -> datetime | None:
    return moment_or_none(found.get("createddate"))


def _refuse_deleted(found: dict[str, Any]) -> None:
    if is_true(found, "isdeleted"):
        raise BadRecord("is deleted (IsDeleted), and not kept", id_in(found, "id"))
