"""The tables of the growth benchmark come into their page and leave the rest of it alone."""

from benchmarks.growth_page import written

PAGE = """# How measures grow

Words.

## Since these tables

Older words.

## 100,000 interactions

| old |

## 1,000,000 interactions

| kept |

## After 1 %

More words.
"""
NEW = "## 100,000 interactions\n\n| new |\n"


def test_a_table_takes_the_place_of_the_one_of_its_size() -> None:
    found = written(PAGE, 100_000, NEW)

    assert found == PAGE.replace("old", "new").replace(
        "## Since these tables\n\nOlder words.\n\n", ""
    )


def test_a_table_of_another_size_is_put_at_the_end() -> None:
    found = written(PAGE, 10, NEW.replace("100,000", "10"))

    assert found.endswith("More words.\n\n## 10 interactions\n\n| new |\n")
    assert "| old |" in found
