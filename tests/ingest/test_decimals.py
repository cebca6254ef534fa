"""Numbers with a comma in tables: lengths and tones as half of the world writes them."""

from pathlib import Path

import pytest

from graph.errors import BadMapping
from ingest.mapping import mapping_of
from tests.ingest.tables import read_text

HEADER = "from;to;date;type;duration;sentiment;sentiment_confidence\n"
MAPPING = 'delimiter = ";"\nduration_unit = "min"\n{}\n'


def row(duration: str, sentiment: str = "", sure: str = "") -> str:
    return f"a@x.example;b@x.example;2026-03-01 09:30;call;{duration};{sentiment};{sure}\n"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("12,5", 750), ("12.5", 750), ("0,125", 7.5), ("1.234,5", 74_070), ("1,234.5", 74_070),
        ("1234,567", 74_074.02), ("1:00:00", 3_600), ("90", 5_400),
    ],
)  # fmt: skip
def test_a_length_with_a_comma_is_read_where_it_can_mean_one_thing(
    tmp_path: Path, written: str, seconds: float
) -> None:
    (found,) = read_text(tmp_path, HEADER + row(written), MAPPING.format("")).rows

    assert found["duration"] == round(seconds * 1_000_000)


def test_a_tone_with_a_comma_is_one(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, HEADER + row("", "-0,25", "0,9"), MAPPING.format("")).rows

    assert (found["sentiment"], found["confidence"]) == pytest.approx((-0.25, 0.9))


def test_what_may_be_a_thousand_or_one_and_a_bit_asks_the_mapping(tmp_path: Path) -> None:
    text = HEADER + row("5") + row("1,234")
    unclear = read_text(tmp_path, text, MAPPING.format(""))
    (bad,) = unclear.rejected

    assert "decimal" in bad.reason
    assert bad.found == "1,234"
    for decimal, minutes in ((",", 1.234), (".", 1_234)):
        told = MAPPING.format(f'decimal = "{decimal}"')
        found = read_text(tmp_path, text, told)
        assert found.rejected == []
        assert found.rows[-1]["duration"] == round(minutes * 60_000_000)


def test_a_decimal_is_a_comma_or_a_point() -> None:
    with pytest.raises(BadMapping, match="unknown decimal ';'"):
        mapping_of('decimal = ";"')
