"""LinkedIn: headers behind notes, dates in many languages, who invites and who is written to."""

import csv
import gzip
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ingest.files.survey import surveyed
from ingest.linkedin.source import LinkedIn
from ingest.rows.column_dates import Dates
from ingest.sources import SOURCES
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("linkedin")
REAL = "platform-linkedin/Connections.csv.gz"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("15 Mar 2009", (2009, 3, 15)),
        ("15 mars 2009", (2009, 3, 15)),
        ("5. März 2009", (2009, 3, 5)),
        ("1 août 2020", (2020, 8, 1)),
        ("1 de enero de 2020", (2020, 1, 1)),
        ("3 set 2019", (2019, 9, 3)),
        ("7 mrt 2018", (2018, 3, 7)),
        ("9 października 2017", (2017, 10, 9)),
        ("11 maj 2016", (2016, 5, 11)),
        ("2024-02-29", (2024, 2, 29)),
        ("01.02.2010", (2010, 2, 1)),
        ("07-Feb-24", (2024, 2, 7)),  # saved again by a spreadsheet program
    ],
)
def test_a_date_is_read_in_the_language_of_the_export(cell: str, day: tuple[int, int, int]) -> None:
    assert Dates([cell]).read(cell, UTC) == datetime(*day, tzinfo=UTC)


def test_numbers_are_read_by_what_their_column_shows() -> None:
    third = datetime(2024, 4, 3, tzinfo=UTC)

    assert Dates(["3/4/2024"]).read("3/4/2024", UTC) is None  # nobody knows which is the day
    assert Dates(["3/4/2024", "31/1/2024"]).read("3/4/2024", UTC) == third
    assert Dates(["3/4/2024", "1/31/2024"]).read("4/3/2024", UTC) == third
    east = timezone(timedelta(hours=2))
    assert Dates(["4/3/24, 1:00 AM"]).read("4/3/24, 1:00 AM", east) == third - timedelta(hours=1)


def test_a_zone_is_asked_for_only_where_a_time_names_none() -> None:
    east = timezone(timedelta(hours=2))
    invited = gathered(
        LinkedIn(), FOLDER.path / "full/Invitations.csv", survey=FOLDER.survey, zone=east
    )
    said = gathered(LinkedIn(), FOLDER.path / "full/messages.csv", survey=FOLDER.survey, zone=east)

    assert invited.interactions[0].at == datetime(2024, 3, 14, 13, 27, tzinfo=UTC)
    assert said.interactions[0].at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert invited.warnings == said.warnings == []


def test_a_connection_is_a_dated_fact_and_no_contact() -> None:
    found = gathered(LinkedIn(), FOLDER.path / "full/Connections.csv", survey=FOLDER.survey)

    assert found.interactions == []
    since = {one.value: one.since for one in found.facts if one.name == "connected"}
    assert since["linkedin:ann-lee"] == datetime(2009, 3, 15, tzinfo=UTC)


def test_connections_alone_tell_of_people_though_not_whose_they_are() -> None:
    found = gathered(LinkedIn(), FOLDER.path / "full/Connections.csv")

    assert found.said("connected") == set()
    assert ("linkedin:ann-lee", "Ann Lee") in found.said("name")
    named = gathered(LinkedIn(), FOLDER.path / "full/Connections.csv", log="me")
    assert ("account:me", "linkedin:ann-lee") in named.said("connected")


def test_who_is_in_all_conversations_is_the_owner(tmp_path: Path) -> None:
    text = (FOLDER.path / "full/messages.csv").read_text(encoding="utf-8")
    (tmp_path / "messages.csv").write_text(text, encoding="utf-8")
    connections = tmp_path / "Connections.csv"
    connections.write_bytes((FOLDER.path / "full/Connections.csv").read_bytes())
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(LinkedIn(), connections, survey=told)
    assert {who for who, _ in found.said("connected")} == {"linkedin:zoe-l"}


OLD = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
IN = "https://www.linkedin.com/in/"


def old_messages(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    """An export of before 2022, which has no profiles of receivers: place, from, profile, to."""
    path = folder / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(OLD)
        for minute, (place, sender, slug, to) in enumerate(rows):
            at = f"2021-03-01 09:{minute:02}:00 UTC"
            csv.writer(file).writerow([place, "", sender, slug and IN + slug, to, at, "", "x", ""])
    return path


def test_receivers_without_a_profile_are_those_who_wrote_in_the_conversation(
    tmp_path: Path,
) -> None:
    """ "Zoë Lee, PhD" is the owner, in both conversations; Bob never wrote, so he is his name."""
    path = old_messages(
        tmp_path,
        ("a", "Ann Ray", "ann-ray", "Zoë Lee, PhD"),
        ("a", "Zoë Lee, PhD", "zoe-lee", "Ann Ray"),
        ("b", "Zoë Lee, PhD", "zoe-lee", "Bob Orr,Ann Ray"),
        ("c", "Cem Er", "cem-er", "Zoë Lee, PhD"),
    )

    found = gathered(LinkedIn(), path).interactions

    assert [(one.sender, *sorted(to.identity for to in one.receivers)) for one in found] == [
        ("linkedin:ann-ray", "linkedin:zoe-lee"),
        ("linkedin:zoe-lee", "linkedin:ann-ray"),
        ("linkedin:zoe-lee", "account:linkedin/Ann Ray", "account:linkedin/Bob Orr"),
        ("linkedin:cem-er", "linkedin:zoe-lee"),
    ]


def test_names_of_receivers_keep_the_commas_of_their_titles(tmp_path: Path) -> None:
    """LinkedIn writes no space after the comma between two people."""
    path = old_messages(
        tmp_path,
        ("a", "Ann Ray,MBA, PhD", "ann-ray", "Zoë Lee"),
        ("a", "Zoë Lee", "zoe-lee", "Ann Ray,MBA, PhD,Carl Öst, CPA,Dee Fox"),
    )

    found = gathered(LinkedIn(), path).interactions

    assert {to.identity for to in found[1].receivers} == {
        "linkedin:ann-ray",
        "account:linkedin/Carl Öst, CPA",
        "account:linkedin/Dee Fox",
    }


def test_who_is_in_nearly_all_conversations_is_the_owner_also_by_name(tmp_path: Path) -> None:
    """Of one in ten conversations it may not be told who was in it."""
    others = [(f"c{k}", f"Man {k}", f"man-{k}", "Zoë Lee, PhD") for k in range(9)]
    old_messages(
        tmp_path, *others, ("c0", "Zoë Lee, PhD", "zoe-lee", "Man 0"), ("d", "Eve", "eve", "Flo")
    )
    (tmp_path / "Reactions.csv").write_text(
        "Date,Type,Link\n2021-03-02 10:00:00,LIKE,https://www.linkedin.com/feed/update/1\n"
    )
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (liked,) = gathered(LinkedIn(), tmp_path / "Reactions.csv", survey=told).interactions

    assert liked.sender == "linkedin:zoe-lee"


def test_every_real_connection_has_a_day_a_name_and_an_employer(
    tmp_path: Path, shared: Path
) -> None:
    path = tmp_path / "Connections.csv"
    path.write_bytes(gzip.decompress((shared / REAL).read_bytes()))
    found = gathered(LinkedIn(), path)

    assert ("email:carla.smith@hogan.com", "Carla Smith") in found.said("name")
    assert ("email:carla.smith@hogan.com", "2009-03-15") in found.said("connected_on")
    for word in ("connected_on", "organization", "title"):
        assert len({who for who, _ in found.said(word)}) == 3_000


def test_a_file_of_others_is_one_record_that_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    found = gathered(LinkedIn(), path)

    assert (found.read, found.rejected[0].reason.partition(",")[0]) == (1, "is no file of LinkedIn")


def test_recommendations_go_from_who_wrote_them_as_the_name_of_the_file_says(
    tmp_path: Path,
) -> None:
    """Both files have the same columns: whom one is about, and who wrote the other."""
    row = "First Name,Last Name,Text,Creation Date\nBob,Lee,Good,2026-03-02\n"
    ends = {}
    for name in ("Recommendations_Given.csv", "Recommendations Received_7.csv"):
        (tmp_path / name).write_text(row)
        (one,) = gathered(LinkedIn(), tmp_path / name, log="me").interactions
        ends[name] = (one.sender, one.receivers[0].identity)

    assert ends == {
        "Recommendations_Given.csv": ("account:me", "account:linkedin/Bob Lee"),
        "Recommendations Received_7.csv": ("account:linkedin/Bob Lee", "account:me"),
    }


def test_a_comment_may_hold_quotation_marks_after_backslashes(tmp_path: Path) -> None:
    path = tmp_path / "Comments.csv"
    path.write_text('Date,Link,Message\n2026-03-02,https://x/1,"so \\"good\\", #yes"\n')

    found = gathered(LinkedIn(), path, log="me")

    assert found.rejected == []
    assert found.interactions[0].topics == ("yes",)


def test_whose_export_it_is_says_the_name_of_the_profile_under_which_one_wrote(
    tmp_path: Path,
) -> None:
    """With one conversation of two nothing else tells which of them it is."""
    header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS"
    ann, bob = (f"https://www.linkedin.com/in/{name}" for name in ("ann", "bob"))
    (tmp_path / "Profile.csv").write_text(
        "First Name,Last Name,Maiden Name,Headline\nAnn,Lee,,CEO\n", "utf-8"
    )
    (tmp_path / "messages.csv").write_text(
        f"{header},DATE,SUBJECT,CONTENT,FOLDER\n"
        f"c1,,Bob,{bob},Ann Lee,{ann},2024-02-04 10:00:00 UTC,,Hi,INBOX\n"
        f"c1,,Ann Lee,{ann},Bob,{bob},2024-02-04 10:10:00 UTC,,Hi,INBOX\n",
        "utf-8",
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(LinkedIn(), tmp_path / "Profile.csv", survey=survey)

    assert ("linkedin:ann", "Ann Lee") in found.said("name")
