"""Names that hold a word for a role: of somebody's family, or of no person."""

import pytest

from algorithms.names.person import names_nobody, person_names
from algorithms.names.rarity import Rarity


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Marta Sales", ("marta", "sales")),
        ("Sales, Marta", ("marta", "sales")),
        ("Josep Sales i Prat", ("josep", "sales", "prat")),
        ("Friedrich List", ("friedrich", "list")),
        ("Robert Service (Yukon)", ("robert", "service")),
        ("Ann Smith (Sales)", ("ann", "smith")),
    ],
)
def test_a_surname_that_is_a_role_too_is_a_surname_after_a_given_name(
    name: str, words: tuple[str, ...]
) -> None:
    assert [one.words for one in person_names(name)][:1] in (
        [words],
        [(*words[:2], "i", words[-1])],
    )
    assert not names_nobody(name)


@pytest.mark.parametrize(
    "name",
    ["Acme Sales", "Sales", "Inside Sales", "Ann Support", "Peter Sales Team", "Dev List",
     "Ann, Support GmbH", "Peter Admin Sales"],
)  # fmt: skip
def test_a_team_is_nobody(name: str) -> None:
    assert names_nobody(name)
    assert not any(
        {"sales", "support", "list", "admin"} & set(one.words) for one in person_names(name)
    )


def test_such_a_surname_proves_as_little_as_a_common_one() -> None:
    """A persona such as Ann Sales is met at many companies."""
    (name,) = person_names("Ann Sales")
    rarity = Rarity.of([name], people=100)

    assert rarity.share("sales") >= 0.05
