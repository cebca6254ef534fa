"""Names that sound alike and are written otherwise: two people, or for a human to say."""

import numpy as np
import pytest

from algorithms.identity.known_identities import Known
from algorithms.identity.same_person import Suggestion, suggestions
from algorithms.names.writing import APART, VARIANT, compared, writing


def of(one: str, other: str) -> str:
    pair = [list(filter(None, [writing(name)])) for name in (one, other)]
    return compared(*pair)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王伟", "王威"), ("李娜", "李那"), ("王小龙", "王晓龙"), ("陳偉", "陳威"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"), ("Phạm Thị Mỹ", "Phạm Thị Mỵ"),
    ],
)  # fmt: skip
def test_namesakes_by_ear_only_are_written_apart(one: str, other: str) -> None:
    assert of(one, other) == of(other, one) == APART


@pytest.mark.parametrize(
    ("one", "other"),
    [("王威", "王偉"), ("渡辺 健", "渡邉 健"), ("Nguyễn Thị Dung", "Nguyễn Thị Dũng")],
)
def test_a_name_that_may_be_one_in_another_orthography_is_for_a_human(one: str, other: str) -> None:
    assert of(one, other) == of(other, one) == VARIANT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陈大伟", "陳大偉"), ("王 伟", "王伟 (Sales)"), ("王伟", "Wei Wang"), ("王伟", "李强"),
        ("Nguyễn Thủy", "NGUYỄN THUỶ"), ("Nguyễn Văn Hùng", "Hùng Nguyễn"),
        ("Nguyễn Văn Hùng", "Nguyen Van Hung"), ("Jörg Müller", "Jörg Muller"),
    ],
)  # fmt: skip
def test_one_name_in_other_letters_or_another_name_is_none_of_it(one: str, other: str) -> None:
    assert of(one, other) == of(other, one) == ""


def colleagues(one: str, other: str) -> tuple[Suggestion, ...]:
    return suggestions(
        Known(
            identities=["email:w7@acme.example", "slack:T1/U7"],
            root=np.arange(2, dtype=np.int32),
            names={0: (one,), 1: (other,)},
            organizations={1: ("org:acme.example",)},
        )
    )


def test_wang_xiaolong_and_his_namesake_by_ear_are_not_joined_without_a_human() -> None:
    (alike,) = colleagues("王晓龙", "王晓龙")
    (by_ear,) = colleagues("王晓龙", "王小龙")

    assert (alike.verdict, by_ear.verdict) == ("automatic", "review")
    assert by_ear.score < 0.9 < alike.score
    assert by_ear.reasons[-1] == "Their names sound alike and are written with other letters."
