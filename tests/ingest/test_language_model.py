"""The unpacked model: the same answers as from the library, whatever became of what was kept."""

from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ingest.heard.language_model import language_model

TEXTS = (
    "", "ok", "not good at all", "Das ist leider gar nicht gut gelaufen.", "D'accord, merci",
    "Nie jestem zadowolony z tej dostawy", "это очень плохо", "服务非常糟糕 我很失望",
    "GREAT WORK TEAM", "naïve café\u0301", "1 2 3", "x" * 240,
)  # fmt: skip


def answers(folder: Path) -> list[tuple[str, float]]:
    language_model.cache_clear()
    return [language_model(folder).classify(text) for text in TEXTS]


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, float]]:
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [library.classify(text) for text in TEXTS]


def test_what_is_kept_answers_as_the_library_does_and_is_mended_when_damaged(
    tmp_path: Path, expected: list[tuple[str, float]]
) -> None:
    assert answers(tmp_path) == expected  # unpacked
    (kept,) = tmp_path.glob("m_*")
    assert answers(tmp_path) == expected  # as it was kept
    file = kept / "following.arrow"
    whole = file.read_bytes()

    file.write_bytes(whole[: len(whole) // 2])
    assert answers(tmp_path) == expected
    assert file.read_bytes() == whole

    file.write_bytes(whole[:-9_000_000] + bytes(9_000_000))
    assert answers(tmp_path) == expected
    assert file.read_bytes() == whole
    (kept / "manifest.json").unlink()
    assert answers(tmp_path) == expected
    assert [one.name for one in tmp_path.iterdir()] == [kept.name]


def test_where_nothing_can_be_kept_the_answers_are_the_same(
    tmp_path: Path, expected: list[tuple[str, float]]
) -> None:
    (tmp_path / "taken").write_text("no folder")

    assert answers(tmp_path / "taken") == expected
