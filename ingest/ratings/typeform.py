"""Answers to a form as Typeform sends them: each with the questions that were asked.

What it sends at once (webhooks) says what each question was; the pages of its interface do not, and
are no ratings unless a field says itself that it is one (``nps``). Such an answer becomes a row
whose columns are called as the questions are, with the scale of those that tell their steps.
"""

from typing import Any

from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, text_in

__all__ = ["as_row", "is_form"]

_SCALES = ("opinion_scale", "rating", "nps")
_KINDS = ("number", "text", "email", "phone_number", "boolean")
_MOST = 500


def is_form(found: dict[str, Any]) -> bool:
    """Say whether an object is the answers to one form.

    >>> is_form({"form_response": {"answers": [], "submitted_at": "2026-03-01T09:00:00Z"}})
    True
    """
    inner = object_in(found, "form_response") or found
    return isinstance(inner.get("answers"), list) and "submitted_at" in inner


def as_row(found: dict[str, Any]) -> dict[str, str]:
    """The answers by what was asked, with who gave them and when."""
    inner = object_in(found, "form_response") or found
    form, hidden = object_in(inner, "definition"), object_in(inner, "hidden")
    asked = {id_in(one, "id"): one for one in objects_in(form, "fields")}
    row = {
        "Submitted At": text_in(inner, "submitted_at"),
        "Token": id_in(inner, "token", "response_id"),
        "Form": text_in(form, "title") or id_in(inner, "form_id"),
        "Email": text_in(hidden, "email"),
    }
    for answer in [one for one in list_in(inner, "answers")[:_MOST] if isinstance(one, dict)]:
        field = object_in(answer, "field")
        question = asked.get(id_in(field, "id"), field)
        kind = text_in(field, "type") or text_in(question, "type")
        said = next((text_in(answer, one) for one in _KINDS if text_in(answer, one)), "")
        if kind == "email" or text_in(answer, "type") == "email":
            row["Email"] = row["Email"] or said
        elif kind in _SCALES:
            row[_name(question, kind, len(row))] = said
    return row


def _name(question: dict[str, Any], kind: str, number: int) -> str:
    """What a question on a scale is called, with that scale where it is told."""
    title = text_in(question, "title") or f"part {number}"
    if kind == "nps":
        return f"NPS: {title}"
    properties = object_in(question, "properties")
    steps = count_in(properties, "steps")
    if steps is None:
        return title
    first = 1 if kind == "rating" or properties.get("start_at_one") is True else 0
    return f"{title} ({first}-{first + steps - 1})"
