"""Columns recognised by their plain names: who, to whom, when, and what else a log may say.

Case, blanks, underscores and other punctuation do not count: ``From Address``, ``from_address`` and
``FromAddress`` are one name. Of several candidates the one listed first is taken.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

__all__ = ["FIELDS", "GUESSES", "NAMES", "REQUIRED", "by_label", "plain", "recognised"]

REQUIRED = ("sender", "receiver", "at")

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sender": (
            "sender", "senderemail", "senderaddress", "senderid", "senderidentity", "from",
            "fromaddress", "fromemail", "fromid", "fromuser", "fromuserid", "fromnumber", "caller",
            "callerid", "callernumber", "author", "authorid", "usera", "user1", "useraid",
            "initiator", "actor", "source", "sourceid", "src", "i",
        ),
        "receiver": (
            "recipient", "recipients", "recipientemail", "recipientid", "receiver", "receivers",
            "receiveremail", "receiverid", "to", "toaddress", "toaddresses", "toemail", "toid",
            "touser", "touserid", "tonumber", "callee", "calleeid", "calleenumber", "called",
            "callednumber", "userb", "user2", "userbid", "target", "targetid", "destination", "dst",
            "j",
        ),
        "at": (
            "date", "timestamp", "at", "datetime", "time", "sentat", "senton", "datesent",
            "sentdate", "eventdate", "eventtime", "ts", "occurredat", "startedat", "starttime",
            "startat", "start", "createdat", "created", "when", "unixtime", "unixtimestamp",
            "epoch", "t",
        ),
        "id": (
            "id", "messageid", "uid", "uuid", "guid", "eventid", "callid", "activityid",
            "interactionid", "mailid", "emailid",
        ),
        "kind": ("kind", "type", "activitytype", "interactiontype"),
        "channel": ("channel", "medium"),
        "role": ("role", "recipienttype", "receiverrole", "recipientrole"),
        "status": ("status", "response", "partstat"),
        "duration": (
            "duration", "seconds", "durationseconds", "durationsec", "durations", "callduration",
            "minutes", "durationminutes", "durationmin", "durationms", "milliseconds",
        ),
        "thread": (
            "thread", "threadid", "conversation", "conversationid", "threadts", "threadindex",
        ),
        "in_reply_to": ("inreplyto", "inreplytoid", "parentmessageid"),
        "sentiment": ("sentiment", "sentimentscore"),
        "sentiment_by": ("sentimentby",),
        "confidence": ("sentimentconfidence",),
        "cc": ("cc", "ccaddress", "ccaddresses", "ccrecipients", "ccemail"),
        "bcc": ("bcc", "bccaddress", "bccaddresses", "bccrecipients", "bccemail"),
    }
)  # fmt: skip

FIELDS = (*NAMES, "topics")

# Words that often mean this but not surely: a starting point for a mapping, never taken unasked.
GUESSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sender": ("user", "userid", "username", "owner", "ownerid", "createdby", "member", "name"),
        "receiver": (
            "mentions", "attendees", "participants", "contact", "contactid", "customer",
            "customerid", "inreplytouser", "members",
        ),
        "at": ("day", "timestampms", "createddate", "createdate", "activitydate", "lastupdated"),
    }
)  # fmt: skip


def plain(name: str) -> str:
    """Reduce a column's name to its letters and digits.

    >>> plain("From Address"), plain("user_A")
    ('fromaddress', 'usera')
    """
    return re.sub(r"[\W_]+", "", name.lower())


def by_label(labels: Mapping[str, str]) -> dict[str, str]:
    """Give the field of each label, as `plain` has it; bars and ends of lines part the labels.

    >>> by_label({"stage": "Phase | Étape", "amount": "Betrag"})
    {'phase': 'stage', 'étape': 'stage', 'betrag': 'amount'}
    """
    return {
        plain(label): name
        for name, listed in labels.items()
        for line in listed.split("\n")
        for label in line.split("|")
    }


def recognised(
    columns: Sequence[str], names: Mapping[str, tuple[str, ...]] = NAMES
) -> dict[str, str]:
    """Say which column holds which field; a column serves one field only.

    >>> recognised(["Sender", "Recipient", "EventDate", "Size"])
    {'sender': 'Sender', 'receiver': 'Recipient', 'at': 'EventDate'}
    """
    by_plain: dict[str, str] = {}
    for column in columns:
        by_plain.setdefault(plain(column), column)
    found: dict[str, str] = {}
    for field, candidates in names.items():
        for candidate in candidates:
            if candidate in by_plain:
                found[field] = by_plain.pop(candidate)
                break
    return found
