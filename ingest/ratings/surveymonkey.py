"""Answers to a survey as SurveyMonkey's interface gives them (``responses/bulk?simple=true``).

Each becomes a row whose columns are called as the questions are. Without ``simple=true`` a response
has numbers in the place of questions, so that nobody knows what was asked.
"""

from typing import Any

from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in

__all__ = ["is_response", "response_row"]

_MOST = 500


def is_response(found: dict[str, Any]) -> bool:
    """Say whether an object is one response to a survey.

    >>> is_response({"response_status": "completed", "date_modified": "2026-03-01", "pages": []})
    True
    """
    is_dated = "date_modified" in found or "date_created" in found
    return "response_status" in found and is_dated and isinstance(found.get("pages"), list)


def response_row(found: dict[str, Any]) -> dict[str, str]:
    """The answers by what was asked, with who gave them and when."""
    contact = object_in(object_in(found, "metadata"), "contact")
    row = {
        "Respondent ID": id_in(found, "id"),
        "End Date": text_in(found, "date_modified") or text_in(found, "date_created"),
        "Email Address": text_in(found, "email_address")
        or text_in(object_in(contact, "email"), "value"),
        "First Name": text_in(found, "first_name"),
        "Last Name": text_in(found, "last_name"),
    }
    asked = [one for page in objects_in(found, "pages") for one in objects_in(page, "questions")]
    for question in asked[:_MOST]:
        heading = text_in(question, "heading")
        for answer in [one for one in list_in(question, "answers") if isinstance(one, dict)]:
            part, _, said = text_in(answer, "simple_text").rpartition(" | ")
            weight = id_in(object_in(answer, "choice_metadata"), "weight") or said
            name = f"{heading}: {part}" if part else heading
            if heading and weight.lstrip("-").isdigit():
                row.setdefault(name, weight)
    return row
