"""Lists as files: which are recognised, how they may be written, which rows are refused."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import NotRecognised
from ingest.files.left_out import left_out
from ingest.people.source import Organizations, People
from ingest.source import Reading
from tests.ingest.gathered import CLOCK, file_at, gathered
from tests.ingest.lists import facts, people, written

ANN = "email:ann@x.example"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("name,email", "people"),
        ("email", "people"),
        ("First Name;Last Name;E-Mail;Company", "people"),
        ("full_name\tWork Email\tJob Title", "people"),
        ("identity|segment", "people"),
        ("name,slack,github", "people"),
        ("account,manager", "people"),
        ("ID,ReportsToID", "people"),
        ("employee_id,name,email,manager_id", "people"),
        ("name,email,created,source", "people"),
        ("domain,name,segment", "organizations"),
        ("Company name,Website,Phone,Industry", "organizations"),
        ("domain,owner", "organizations"),
        # logs belong to the table source, whatever else is in them
        ("sender,recipient,date", None),
        ("email,name,from,to,created_at", None),
        ("sender_email,recipient,sent_at,phone,title", None),
        ("caller,callee,started_at,duration_seconds", None),
        ("domain,name,source,target,timestamp", None),
        ("user,channel,timestamp", None),
        # too little, or something else
        ("email,timestamp,url", None),
        ("Application Date,Contact Email,Contact Phone Number,Company Name,Job Title", None),
        ("Title,Company Name,Contact Email,Job State,Created At", None),
        ("Candidate Name,Email,Job Title,Applied On", "people"),
        ("phone,duration", None),
        ("x,y,name", None),
        ("id,name", None),
        ("source,target", None),
        ("domain", None),
        ("domain,rank", None),
        ("name,has_opted_out_of_email", None),
        ('{"email": "ann@x.example", "name": "Ann"}', None),
        ('[{"email": "ann@x.example"}]', None),
        ("<email>,name", None),
        ("ann@x.example,bob@x.example,2026-01-01", None),
        ("", None),
    ],
)
def test_a_list_is_known_by_its_header(tmp_path: Path, header: str, expected: str | None) -> None:
    file = file_at(written(tmp_path, header + "\n"))
    found = [source.name for source in (People(), Organizations()) if source.recognises(file)]

    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ann,,,", "no e-mail address or other identity"),
        ("Ann,ann(at)x,,", "is not an e-mail address"),
        ("Ann,ann@x.example,31.12.2025,", "date '31.12.2025' is not ISO 8601"),
        ("Ann,ann@x.example,2025-02-30,", "date '2025-02-30' is not ISO 8601"),
        ("Ann,ann@x.example,2025-01-01,2024-01-01", "before it begins"),
        ("Ann,ann@x.example,,,more", "5 cells where the header has 4 columns"),
        ('Ann,"ann@x.example" or so,,', "the row cannot be read"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, row: str, reason: str
) -> None:
    found = people(
        tmp_path, f"name,email,since,until\nBob,bob@x.example\n\n{row}\nCleo,c@x.example\n"
    )

    assert found.read == 3
    assert [one.place for one in found.rejected] == ["people.csv:4"]
    assert reason in found.rejected[0].reason
    assert {name for _, name in found.said("name")} == {"Bob", "Cleo"}


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    rows = "".join(f"P{k},p{k}@x.example\n" for k in range(20))

    found = people(tmp_path, f'name,email\nBob,bob@x.example\n"Ann,ann@x.example\n{rows}')

    assert [(one.place, one.reason) for one in found.rejected] == [
        ("people.csv:3", "a quotation mark is not closed, 21 lines were taken for one row")
    ]


def test_empty_rows_and_trailing_delimiters_are_nothing(tmp_path: Path) -> None:
    found = people(tmp_path, "name,email,,\nAnn,ann@x.example,,,\n,,,\n   \n")

    assert (found.read, facts(found)) == (1, {(ANN, "name", "Ann")})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_spreadsheets_write_many_ways(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    rows = [["name", "email", "city"], ["Müller, Ann|;\t", "ann@x.example", "Köln"]]
    text = end.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + end
    path = written(tmp_path, text.encode(encoding))

    found = gathered(People(), path)

    assert People().recognises(file_at(path))
    assert facts(found) == {(ANN, "name", "Müller, Ann|;"), (ANN, "city", "Köln")}
    assert len(found.warnings) == (encoding == "latin-1")


def test_an_odd_letter_far_down_makes_the_whole_file_latin(tmp_path: Path) -> None:
    rows = "".join(f"P{k},p{k}@x.example\n" for k in range(5_000)).encode()

    found = people(tmp_path, b"name,email\n" + rows + "Köln,k@x.example\n".encode("latin-1"))

    assert (found.read, len(found.warnings)) == (5_001, 1)
    assert ("email:k@x.example", "Köln") in found.said("name")


def test_lines_before_the_header_are_passed_over(tmp_path: Path) -> None:
    found = people(tmp_path, "sep=;\n# exported today\n\nname;email\nAnn;ann@x.example\nBob;\n")

    assert found.said("name") == {(ANN, "Ann")}
    assert [one.place for one in found.rejected] == ["people.csv:6"]


def test_a_header_alone_is_no_record(tmp_path: Path) -> None:
    found = people(tmp_path, "name,email")

    assert (found.read, found.rejected) == (0, [])


@pytest.mark.parametrize(
    "text", [b"", b"\n\n", bytes(100), b"\xff\xfe", b"a,b\n1,2\n", b"PAR1\0\0"]
)
@pytest.mark.parametrize("source", [People(), Organizations()], ids=lambda source: source.name)
def test_what_is_no_list_is_refused(
    tmp_path: Path, source: People | Organizations, text: bytes
) -> None:
    path = written(tmp_path, text)

    assert not source.recognises(file_at(path))
    with pytest.raises(NotRecognised, match="expected a header"):
        list(source.read(file_at(path), Reading(CLOCK)))


def test_a_million_columns_are_no_list(tmp_path: Path) -> None:
    path = written(tmp_path, "name,email," + ",".join(f"c{k}" for k in range(1_000_000)) + "\n")

    assert not People().recognises(file_at(path))
    assert not Organizations().recognises(file_at(path))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"name", b"email", b"reports_to", b"id", b"domain", b"owner", b"company", b"since",
                b"phone", b"x", b"segment", b",", b",", b";", b"\t", b"\n", b"\n", b"\r", b'"',
                b"ann@x.example", b"@", b"org:", b"2024-01-01", b"9999", b"+48600100200", b"\xff",
                b"\xff\xfe", b"\0", b"\xc5", "Łąka".encode(), b"<", b"a:b", b"slack:", b"=",
            ]
        ),
        st.binary(max_size=8),
    ),
    max_size=40,
).map(b"".join)  # fmt: skip


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([b"", b"name,email,manager,since,company,phone\n", b"domain,name,owner\n"]),
    PIECES,
)
def test_no_bytes_are_too_odd(tmp_path: Path, header: bytes, rest: bytes) -> None:
    path = written(tmp_path, header + rest)
    for source in (People(), Organizations()):
        if source.recognises(file_at(path)):
            found = gathered(source, path)
            assert len(found.rejected) <= found.read
        else:
            with pytest.raises(NotRecognised):
                gathered(source, path)


@settings(max_examples=100, deadline=None)
@given(
    st.permutations(
        ["email", "name", "phone", "title", "company", "domain", "website", "reports_to"]
    ),
    st.sampled_from(["sender", "from", "Caller", "author"]),
    st.sampled_from(["recipient", "To", "callee", "target"]),
    st.sampled_from(["date", "timestamp", "Started At", "created"]),
    st.integers(0, 8),
)
def test_a_log_is_never_taken_for_a_list(
    tmp_path_factory: pytest.TempPathFactory,
    columns: list[str],
    sender: str,
    receiver: str,
    at: str,
    others: int,
) -> None:
    header = [*columns[:others], sender, receiver, at]
    path = written(tmp_path_factory.mktemp("log"), ",".join(header) + "\n")

    assert not People().recognises(file_at(path))
    assert not Organizations().recognises(file_at(path))


def test_what_somebody_applied_for_makes_nobody_an_engineer(tmp_path: Path) -> None:
    """The archive of LinkedIn in German: an address, a company and a title are the applicant's."""
    path = tmp_path / "Bewerbungen.csv"
    path.write_text(
        "Datum,E-Mail,Mobile,Company,Title,Link\n"
        '"1/21/26, 10:08 AM",ann@x.example,,Acme,Ingenieur,https://www.linkedin.com/jobs/view/1\n'
    )

    assert not People().recognises(file_at(path))
    assert "a list of jobs" in left_out(file_at(path)).reason
