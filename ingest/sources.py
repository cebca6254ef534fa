"""The explicit tuple of sources, in the order they are asked whether a file is theirs."""

from graph.errors import Misuse
from ingest.calendar.source import CalendarIcs
from ingest.calls.source import Calls
from ingest.discourse.source import Discourse
from ingest.dynamics.source import Dynamics
from ingest.eloqua import Eloqua
from ingest.facebook.source import Facebook
from ingest.front.source import Front
from ingest.github.source import GitHub
from ingest.google.chat import GoogleChat
from ingest.google.voice import GoogleVoice
from ingest.hubspot.source import HubSpot
from ingest.instagram.source import Instagram
from ingest.intercom.source import Intercom
from ingest.linkedin.source import LinkedIn
from ingest.mail.eml import Eml
from ingest.mail.mbox import Mbox
from ingest.mattermost.source import Mattermost
from ingest.meetup.source import Meetup
from ingest.outlook.source import Outlook
from ingest.people.source import Organizations, People
from ingest.ratings.source import Ratings
from ingest.reddit.source import Reddit
from ingest.rocketchat.source import RocketChat
from ingest.salesforce.source import Salesforce
from ingest.slack.source import Slack
from ingest.source import File, Source
from ingest.stackexchange.source import StackExchange
from ingest.table.source import Table
from ingest.teams import Teams
from ingest.telegram.source import Telegram
from ingest.twitter.source import Twitter
from ingest.vcard.source import VCard
from ingest.zoho.source import Zoho

__all__ = ["CLOCKED", "SOURCES", "source_for", "source_named"]

SOURCES: tuple[Source, ...] = (
    CalendarIcs(),
    Mbox(),
    Eml(),
    VCard(),
    Slack(),
    Twitter(),
    Salesforce(),
    HubSpot(),
    Zoho(),
    Dynamics(),
    Eloqua(),
    Reddit(),
    Facebook(),
    Instagram(),
    LinkedIn(),
    Mattermost(),
    RocketChat(),
    Telegram(),
    GoogleChat(),
    GoogleVoice(),
    Teams(),
    GitHub(),
    Discourse(),
    StackExchange(),
    Meetup(),
    Front(),
    Intercom(),
    Calls(),
    Ratings(),
    Outlook(),
    People(),
    Organizations(),
    Table(),
)

_OPENING, _JSON = (b"[", b"{"), (".json", ".jsonl", ".ndjson")
_OF_JSON = tuple(
    source for source in SOURCES if not isinstance(source, CalendarIcs | Mbox | Eml | VCard)
)  # those whose files begin with a word are not asked about others

CLOCKED = frozenset({CalendarIcs.name})
"""The names of sources of whose files a later clock sees more."""


def source_for(file: File) -> Source | None:
    """Give the first source that recognises a file, or None."""
    is_json = file.head[:1] in _OPENING and file.suffix in _JSON
    asked = _OF_JSON if is_json else SOURCES
    return next((source for source in asked if source.recognises(file)), None)


def source_named(name: str) -> Source:
    """Give a source by the word that ``--as`` takes."""
    for source in SOURCES:
        if source.name == name:
            return source
    names = ", ".join(source.name for source in SOURCES)
    raise Misuse(f"no source is called {name!r}; there are {names}")
