"""Rating words: what the columns of tables of answers are called, by those who export them."""

import re

__all__ = [
    "ABOUT", "CHANGED", "COMMENTS", "DATES", "DELIGHTED", "EMAIL", "NAMES", "NUMBERS", "OWN",
    "PLAIN", "REASON", "SHOPS", "SORTS", "WHO", "ZENDESK",
]  # fmt: skip

WHO = (
    "email", "email address", "e mail", "e mail address", "person email", "recipientemail",
    "recipient email", "respondent email", "customer email", "contact email", "user email",
    "reviewer email", "requester email", "hs contact email", "review user email", "contact",
)  # fmt: skip
NUMBERS = (
    "contact id", "customer id", "user id", "requester id", "person id", "client id", "member id",
    "reviewer id", "consumer id", "consumer user id", "person", "hs contact id",
)  # fmt: skip
NAMES = (
    "reviewer display name",
    "name", "full name", "person name", "reviewer name", "reviewer nickname", "reviewer", "author",
    "nickname", "user name", "customer name", "respondent name", "contact name", "respondent",
    "consumer name", "consumer display name", "customer", "review username", "author name",
    "nom", "nombre", "nome", "naam", "imi\u0119 i nazwisko",
)  # fmt: skip
DATES = (
    "responded at", "response date", "response time", "answered at", "submitted at", "submit date",
    "submission date", "completed at", "completion date", "recordeddate", "recorded date",
    "end date", "enddate", "review date", "review submit date and time", "review created utc",
    "review created", "hs submission timestamp", "create time",
    "created at", "created", "createdat",
    "created date", "submitted on", "submitted", "date", "date submitted", "datetime", "timestamp",
    "time", "response time utc", "date created", "updated at", "last modified", "at", "updated",
    "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche", "tijdstempel",
    "carimbo de data hora", "sygnatura czasowa", "tidst\u00e4mpel", "tidsstempel", "datum", "fecha",
    "data", "zaman damgas\u0131",
    "\u043e\u0442\u043c\u0435\u0442\u043a\u0430 \u0432\u0440\u0435\u043c\u0435\u043d\u0438",
    "\u30bf\u30a4\u30e0\u30b9\u30bf\u30f3\u30d7",
)  # fmt: skip
CHANGED = ("update time", "updated at", "last modified", "updated")
COMMENTS = (
    "comment", "comments", "feedback", "review text", "review content", "review", "review body",
    "body", "verbatim", "remark", "answer text", "follow up", "additional comments", "text",
    "open ended response", "hs content", "content", "reason", "response text",
)  # fmt: skip
ABOUT = (
    "survey", "survey name", "survey title", "campaign", "product", "product name", "app name",
    "package name", "app", "touchpoint", "questionnaire", "form", "form name", "location",
    "business unit name", "domain name", "hs survey name", "service", "title of survey",
)  # fmt: skip
OWN = (
    "response id", "responseid", "respondent id", "survey response id", "rating id", "review id",
    "answer id", "submission id", "reference id", "token", "id",
)  # fmt: skip
SORTS = ("survey type", "surveytype", "metric", "question type", "hs survey type", "type")
PLAIN = ("score", "rating", "response", "value", "answer", "hs value", "hs response")
SHOPS = {
    "google": ("reviewer display name", "reviewer is anonymous"),
    "googleplay": ("package name", "star rating"),
    "appstore": ("storefront", "app version", "territory", "reviewer nickname", "im rating"),
    "trustpilot": ("review stars", "trustpilot", "consumer id"),
}  # whose ratings are stars
ZENDESK = frozenset({"requester id", "ticket id", "score"})  # good or bad
DELIGHTED = frozenset({"survey type", "score"})  # beside somebody's number
EMAIL = re.compile(r"\be ?mail\b|\bcorreo\b|\bcourriel\b|\bposta elettronica\b")
REASON = re.compile(
    r"\breasons?\b|\bwhy\b|\bcomments?\b|\bfeedback\b|\bimprove\b|\banything else\b|\bgrund\b"
    r"|\bwarum\b|\banmerkung|\bkommentar|\bcommentaires?\b|\bpourquoi\b|\bcomentarios?\b"
    r"|\bpor qu[e\u00e9]\b|\bmotivo\b|\bcommenti?o?\b|\bperch[e\u00e9]\b|\bopmerking|\bwaarom\b"
    r"|\bkomentarz|\bdlaczego\b|\buwagi\b"
)
