"""Tones, as a terminal shows them."""

from typing import Any

__all__ = ["sources_of", "tone_in_all", "tone_of"]


def tone_of(item: dict[str, Any]) -> str:
    """The tone of one interaction, what gave it, and how sure that is.

    >>> tone_of({"sentiment": -0.6, "sentiment_by": "nps", "confidence": None})
    '-0.60 by nps'
    """
    if item["sentiment"] is None:
        return ""
    sure = "" if item["confidence"] is None else f" ({item['confidence']:.2f})"
    return f"{item['sentiment']:+.2f} by {item['sentiment_by']}{sure}"


def sources_of(tone: dict[str, Any]) -> str:
    """What gave tones, with how many each, and how sure they are on average.

    >>> sources_of({"by": [{"sentiment_by": "nps", "interactions": 2}], "confidence": 0.5})
    'by nps (2), confidence 0.50'
    """
    by = ", ".join(f"{one['sentiment_by']} ({one['interactions']})" for one in tone["by"])
    sure = "" if tone["confidence"] is None else f", confidence {tone['confidence']:.2f}"
    return f"by {by}{sure}"


def tone_in_all(tone: dict[str, Any]) -> str:
    """How somebody sounds in all they said."""
    each = ", ".join(
        f"{one['sentiment_by']} {one['mean']:+.2f} ({one['interactions']})" for one in tone["by"]
    )
    count = tone["interactions"]
    said = f"{count} interaction{'' if count == 1 else 's'}"
    return (
        f"tone {tone['mean']:+.2f} over {said}, last {tone['last']:+.2f} on "
        f"{tone['last_at'][:10]}; by {each}"
    )
