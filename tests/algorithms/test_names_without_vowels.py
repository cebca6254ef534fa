"""Names of scripts that leave vowels out, and the same names in Latin letters."""

import pytest

from algorithms.names.agreement import agreement
from algorithms.names.person import person_names


def agree(one: str, other: str) -> set[str]:
    return {agreement(a, b).extent for a in person_names(one) for b in person_names(other)}


@pytest.mark.parametrize(
    ("written", "abroad"),
    [
        ("خالد الحربي", "Khalid Al Harbi"),
        ("خالد الحربي", "Khaled Alharbi"),
        ("سامي العلي", "Sami Al-Ali"),
        ("عبد الرحمن صالح", "Abdul Rahman Saleh"),
        ("عبد الله محمود", "Abdullah Mahmoud"),
        ("فاطمة منصور", "Fatima Mansour"),
        ("עמית לוי", "Amit Levi"),
        ("राहुल शर्मा", "Rahul Sharma"),
        ("प्रिया पटेल", "Priya Patel"),
    ],
)
def test_one_name_in_two_scripts(written: str, abroad: str) -> None:
    assert agree(written, abroad) == {"full"}


@pytest.mark.parametrize(
    "name", ["Abdulrahman Saleh", "Abd al-Rahman Saleh", "Abdul Rahman Saleh", "Abdel Rahman Saleh"]
)
def test_a_servants_name_is_written_in_one_word_or_in_three(name: str) -> None:
    assert agree("Abdulrahman Saleh", name) == {"full"}


@pytest.mark.parametrize(
    ("written", "abroad"),
    [
        ("خالد الحربي", "Walid Al Harbi"),
        ("خالد الحربي", "Khalid Al Harthi"),
        ("राहुल शर्मा", "Rohan Sharma"),
        ("דנה לוי", "Dana Cohen"),
    ],
)
def test_another_name_is_another(written: str, abroad: str) -> None:
    assert agree(written, abroad) == {"differ"}
