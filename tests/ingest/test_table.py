"""A table becomes interactions: columns recognised, rows keyed, receivers listed."""

from pathlib import Path

import pytest

from graph.batch import INTERACTED, OPTIONAL
from graph.errors import BadMapping
from graph.keys import key_of
from ingest.mapping import TableMapping
from ingest.table.layout import layout_of
from ingest.table.source import Table
from tests.ingest.tables import read_text, table_file

LOG = "sender,recipient,date\nann@x.example,bob@x.example,2026-03-01T09:30:00Z\n"


def test_a_log_with_plain_names_needs_no_mapping(tmp_path: Path) -> None:
    found = read_text(tmp_path, LOG)
    (row,) = found.rows
    assert (row["sender"], row["receiver"]) == ("email:ann@x.example", "email:bob@x.example")
    assert (row["at"], row["kind"], row["channel"]) == ("2026-03-01T09:30:00Z", "email", "email")
    assert found.read == 1
    assert found.warnings == []


@pytest.mark.parametrize(
    "header",
    [
        "source,target,timestamp",
        "from,to,at",
        "From Address;To Address;Date Sent",
        "caller\tcallee\tstarted_at",
        "user_a|user_b|ts",
        "AUTHOR,RECEIVER,DateTime",
    ],
)
def test_plain_names_in_any_spelling_and_with_any_delimiter(tmp_path: Path, header: str) -> None:
    delimiter = next(one for one in ",;\t|" if one in header)
    row = delimiter.join(["ann", "bob", "2026-03-01T09:30:00Z"])
    file = table_file(tmp_path, f"{header}\n{row}\n")
    assert Table().recognises(file)
    assert read_text(tmp_path, f"{header}\n{row}\n").ties == [("ann", "bob")]


def test_a_table_without_a_header_is_recognised_by_its_time(tmp_path: Path) -> None:
    last = read_text(tmp_path, "1 2 1082040961\n3 4 1082155839\n", name="a.txt")
    first = read_text(tmp_path, "1082040961 1 2\n1082155839 3 4\n", name="b.txt")
    assert last.ties == first.ties == [("1", "2"), ("3", "4")]
    assert last.rows[0]["at"] == "2004-04-15T14:56:01Z"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kunde 1;Kunde 2;Wann;\nann;bob;05.03.2026;\n", ("Kunde 1", "Kunde 2", "Wann")),
        (",who,whom\n0,ann,bob\n1,ann,cid\n", ("", "who", "whom")),  # the index of a data frame
        ("u12,u13,chat\nu4,u5,mail\n", ("1", "2", "3")),
        ("ann,bob,2026-03-01\ncid,dan,2026-03-02\n", ("1", "2", "3")),
    ],
)
def test_a_header_may_have_numbers_and_empty_cells_that_the_rows_below_do_not_repeat(
    tmp_path: Path, text: str, names: tuple[str, ...]
) -> None:
    assert layout_of(table_file(tmp_path, text), TableMapping()).names == names


@pytest.mark.parametrize(
    "text",
    [
        "1 1082040961 2\n3 1082155839 4\n",  # the time stands between the two ends
        "1 2 28820\n3 4 28860\n",  # nothing like a date
        "1082040961 1082040962 1082040963\n",  # three times, or three numbers
        "ann,bob,2026-03-01\ncid,dan,2026-03-02\n",  # nothing says who wrote to whom
        "domain,name\nx.example,X\n",
        "",
    ],
)
def test_what_is_not_sure_is_not_recognised(tmp_path: Path, text: str) -> None:
    assert not Table().recognises(table_file(tmp_path, text))


def test_columns_beyond_those_needed_are_left_out_silently(tmp_path: Path) -> None:
    found = read_text(tmp_path, "size,from,note,to,date\n1,ann,hi,bob,2026-03-01T09:30:00Z\n")
    assert found.ties == [("ann", "bob")]
    assert found.rejected == found.warnings == []


def test_batches_have_the_columns_that_a_store_expects(tmp_path: Path) -> None:
    table = read_text(tmp_path, LOG).batches[0].interacted
    assert all(table.schema.field(name) == INTERACTED.field(name) for name in table.column_names)
    assert set(INTERACTED.names) - set(table.column_names) == set(OPTIONAL)


def test_the_same_row_twice_is_two_interactions_and_the_same_two_again(tmp_path: Path) -> None:
    rows = LOG + LOG.splitlines()[1] + "\n"
    once, again = read_text(tmp_path, rows), read_text(tmp_path, rows)
    assert len(set(once.keys)) == 2
    assert once.keys == again.keys
    assert read_text(tmp_path, LOG).keys == once.keys[:1]


def test_a_row_with_an_id_has_the_key_of_its_id(tmp_path: Path) -> None:
    text = "id,sender,recipient,date\nm1,ann,bob,2026-03-01T09:30:00Z\n"
    plain = read_text(tmp_path, text).rows[0]
    named = read_text(tmp_path, text, log="hr").rows[0]
    assert (plain["id"], plain["key"]) == ("m1", key_of("m1"))
    assert (named["id"], named["key"]) == ("hr:m1", key_of("hr:m1"))
    assert named["sender"] == "account:hr/ann"


def test_rows_of_one_id_are_one_interaction_that_reached_several(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "id,sender,recipient,date\n"
        "m1,ann,bob,2026-03-01T09:30:00Z\nm1,ann,cid,2026-03-01T09:30:00Z\n"
        "m2,ann,cid,2026-03-02T09:30:00Z\n",
    )
    assert [key == found.keys[0] for key in found.keys] == [True, True, False]
    assert [row["content"] == found.rows[0]["content"] for row in found.rows] == [True, True, False]
    assert 0 not in [row["content"] for row in found.rows]


def test_a_row_without_an_id_in_a_table_of_ids_is_keyed_by_what_it_says(tmp_path: Path) -> None:
    row = "ann,bob,2026-03-01T09:30:00Z"
    found = read_text(tmp_path, f"id,sender,recipient,date\nm1,{row}\n,{row}\n,{row}\n")
    assert [row["id"] for row in found.rows] == ["m1", None, None]
    assert [row["content"] == 0 for row in found.rows] == [False, True, True]
    assert len(set(found.keys)) == 3
    assert found.keys[1] == read_text(tmp_path, f"sender,recipient,date\n{row}\n").keys[0]


def test_a_column_named_id_that_is_no_id_is_left_out(tmp_path: Path) -> None:
    text = "id,from,to,date\n7,ann,bob,2026-03-01T09:30:00Z\n7,bob,ann,2026-03-02T09:30:00Z\n"
    found = read_text(tmp_path, text)
    assert len(set(found.keys)) == 2
    assert "id" not in found.rows[0]


def test_a_key_does_not_depend_on_where_a_table_says_what_it_says(tmp_path: Path) -> None:
    row = "ann,bob,2026-03-01T09:30:00Z"
    columns = '[columns]\nsender = "sender"\nreceiver = "recipient"\nat = "date"\n'
    said = read_text(tmp_path, f"sender,recipient,date\n{row}\n", f'kind = "call"\n{columns}')
    shown = read_text(
        tmp_path, f"sender,recipient,date,kind,cc,duration\n{row},call,,\n",
    )  # fmt: skip
    assert said.keys == shown.keys
    assert {row["channel"] for row in said.rows + shown.rows} == {"phone"}


def test_receivers_in_one_cell_and_in_several_columns(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "from;to;cc;bcc;date;message_id\n"
        'ann@x.example;"Bob <bob@x.example>, ""Smith, C"" <c@x.example>";d@x.example;e@x.example;'
        "2026-03-01T09:30:00Z;<m1>\n"
        'ann@x.example;"f@x.example; g@x.example";;;2026-03-01T09:30:00Z;<m2>\n',
    )
    assert [(row["receiver"][6:], row["role"]) for row in found.rows] == [
        ("bob@x.example", "to"), ("c@x.example", "to"), ("d@x.example", "cc"),
        ("e@x.example", "bcc"), ("f@x.example", "to"), ("g@x.example", "to"),
    ]  # fmt: skip
    assert [row["record"] for row in found.rows] == [0, 0, 0, 0, 1, 1]
    assert found.records == found.read == 2


def test_a_comma_within_a_name_separates_nothing(tmp_path: Path) -> None:
    text = 'sender,recipient,date\nann,"Smith, Bob",2026-03-01T09:30:00Z\n'
    assert read_text(tmp_path, text).ties == [("ann", "Smith, Bob")]


def test_a_list_of_receivers_is_one_interaction_in_any_order(tmp_path: Path) -> None:
    head, tail = "sender,recipient,date\nann,", ",2026-03-01T09:30:00Z\n"
    one = read_text(tmp_path, f"{head}bob;cid;bob{tail}")
    other = read_text(tmp_path, f"{head}cid; bob{tail}")
    assert sorted(one.ties) == [("ann", "bob"), ("ann", "cid")]
    assert set(one.keys) == set(other.keys)
    assert len(set(one.keys)) == 1


def test_identities_have_one_spelling(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "sender,recipient,date\n"
        "Ann@X.example , mailto:BOB@x.example,2026-03-01T09:30:00Z\n"
        "+48 600-100-200,slack:T1/U7,2026-03-01T09:30:00Z\n"
        "Ann Smith <ANN@x.example>,x:bob,2026-03-01T09:30:00Z\n",
    )
    assert [(row["sender"], row["receiver"]) for row in found.rows] == [
        ("email:ann@x.example", "email:bob@x.example"),
        ("phone:+48600100200", "slack:T1/U7"),
        ("email:ann@x.example", "x:bob"),
    ]


def test_bare_names_may_be_of_a_scheme(tmp_path: Path) -> None:
    text = "sender,recipient,date\nU1,bob@x.example,2026-03-01T09:30:00Z\n"
    (row,) = read_text(tmp_path, text, 'scheme = "slack"\nlog = "T1"\n').rows
    assert (row["sender"], row["receiver"]) == ("slack:T1/U1", "email:bob@x.example")


def test_self_mail_is_kept(tmp_path: Path) -> None:
    text = "sender,recipient,date\nann,ann,2026-03-01T09:30:00Z\n"
    assert read_text(tmp_path, text).ties == [("ann", "ann")]


def test_grouped_rows_are_one_interaction_and_rows_alike_are_known(tmp_path: Path) -> None:
    text = (
        "sender,recipient,date\n"
        "ann,bob,2026-03-01T09:30:00.1Z\nann,cid,2026-03-01T09:30:00.9Z\n"
        "ann,cid,2026-03-01T09:30:00.9Z\nann,dan,2026-03-01T09:30:01Z\n"
    )
    found = read_text(tmp_path, text, 'group = ["sender", "second"]\n')
    assert [key == found.keys[0] for key in found.keys] == [True, True, True, False]
    assert {row["at"] for row in found.rows[:3]} == {"2026-03-01T09:30:00Z"}
    assert len({row["content"] for row in found.rows[:3]} - {0}) == 1
    by_minute = read_text(tmp_path, text, 'group = ["sender", "minute"]\n')
    assert len(set(by_minute.keys)) == 1


def test_undirected_rows_begin_with_the_smaller_identity(tmp_path: Path) -> None:
    text = "i,j,t\nbob,ann,1700000000\nann,bob,1700000000\n"
    found = read_text(tmp_path, text, "undirected = true\n")
    assert found.ties == [("ann", "bob"), ("ann", "bob")]
    assert {row["kind"] for row in found.rows} == {"contact"}
    assert len(set(found.keys)) == 2  # a log may rightly hold the same contact twice


def test_what_else_a_row_says(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "from,to,date,type,duration,thread_id,in_reply_to,sentiment,role,status,channel\n"
        "ann,bob,2026-03-01T09:30:00Z,call,90,t1,m0,-0.5,to,,phone\n"
        "ann,bob,2026-03-01T09:30:00Z,Meeting,0:01:30.5,,,,attendee,accepted,room\n",
    )
    first, second = found.rows
    assert (first["kind"], first["duration"], first["thread"]) == ("call", 90_000_000, "t1")
    assert (first["in_reply_to"], first["sentiment"]) == ("m0", -0.5)
    assert (first["role"], first["status"], first["channel"]) == ("to", "none", "phone")
    assert (second["kind"], second["duration"], second["status"]) == (
        "meeting",
        90_500_000,
        "accepted",
    )
    assert (second["thread"], second["sentiment"]) == (None, None)


def test_a_column_of_kinds_with_a_word_that_is_none_is_left_out_and_says_so(tmp_path: Path) -> None:
    rows = "ann@x.example,bob@x.example,2026-03-01T09:30:00Z,"
    text = f"from,to,date,type\n{rows}meeting\n{rows}Fax\n"
    found = read_text(tmp_path, text)
    mapped = read_text(
        tmp_path, text,
        '[columns]\nsender="from"\nreceiver="to"\nat="date"\nkind="type"\n[kinds]\nFax="message"\n',
    )  # fmt: skip

    assert [row["kind"] for row in found.rows] == ["email", "email"]
    assert "the column 'type' is left out, for 'Fax' in it is no kind" in found.warnings[0]
    assert [row["kind"] for row in mapped.rows] == ["meeting", "message"]
    assert mapped.warnings == []


TONED = """from,to,date,sentiment,sentiment_by,sentiment_confidence
ann,bob,2026-03-01T09:30:00Z,-0.5,gong 2,0.75
ann,bob,2026-03-02T09:30:00Z,,gong 2,0.75
ann,bob,2026-03-03T09:30:00Z,0.25,,
ann,bob,2026-03-04T09:30:00Z,0.25,gong 2,1.5
"""


def test_what_gave_a_sentiment_and_how_sure_it_is_may_stand_in_columns(tmp_path: Path) -> None:
    found = read_text(tmp_path, TONED)

    names = ("sentiment", "sentiment_by", "confidence")
    assert [tuple(row[name] for name in names) for row in found.rows] == [
        (-0.5, "gong 2", 0.75),
        (None, None, None),
        (0.25, None, None),
    ]
    reasons = [one.reason for one in found.rejected]
    assert reasons == ["the confidence is not a number from 0 to 1"]


def test_what_gave_a_sentiment_may_be_said_of_all_rows_and_is_part_of_their_keys(
    tmp_path: Path,
) -> None:
    text = "from,to,date,tone\nann,bob,2026-03-01T09:30:00Z,-0.5\n"
    named = 'sender="from"\nreceiver="to"\nat="date"\nsentiment="tone"\n'
    found = [
        read_text(tmp_path, text, mapping=f"[columns]\n{named}{constants}")
        for constants in ("", '[constants]\nsentiment_by="gong 2"\n')
    ]

    assert [one.rows[0].get("sentiment_by") for one in found] == [None, "gong 2"]
    assert found[0].keys != found[1].keys


def test_what_gave_a_sentiment_needs_a_sentiment(tmp_path: Path) -> None:
    text = "from,to,date,sure\nann,bob,2026-03-01T09:30:00Z,0.5\n"
    with pytest.raises(BadMapping, match="confidence is said of a sentiment; name its column"):
        read_text(
            tmp_path, text,
            mapping='[columns]\nsender="from"\nreceiver="to"\nat="date"\nconfidence="sure"\n',
        )  # fmt: skip


def test_minutes_and_milliseconds_by_the_name_of_the_column(tmp_path: Path) -> None:
    head, row = "from,to,date", "ann,bob,2026-03-01T09:30:00Z"
    for name, unit in (("duration_ms", 1_000), ("minutes", 60_000_000), ("seconds", 1_000_000)):
        (found,) = read_text(tmp_path, f"{head},{name}\n{row},3\n").rows
        assert found["duration"] == 3 * unit


def test_a_post_may_reach_nobody_but_a_mail_may_not(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "sender,recipient,date,kind\nann,,2026-03-01T09:30:00Z,post\nann,,2026-03-01T09:30:00Z,email\n",
    )
    assert found.ties == [("ann", "")]
    assert [one.reason for one in found.rejected] == ["the receiver is empty, expected a name"]


def test_a_day_and_its_hour_may_stand_in_two_columns(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Date,Time,From,To\n2026-03-01,09:30,ann,bob\n")
    assert found.rows[0]["at"] == "2026-03-01T09:30:00Z"


def test_a_meeting_may_lie_ahead_and_nothing_else(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "sender,recipient,date,kind\n"
        "ann,bob,2026-06-02T00:00:00Z,call\nann,bob,2026-06-02T00:00:01Z,call\n"
        "ann,bob,2027-06-02T00:00:00Z,meeting\n",
    )
    assert [row["kind"] for row in found.rows] == ["call", "meeting"]
    assert [(one.place, one.found) for one in found.rejected] == [
        ("log.csv:3", "2026-06-02 00:00:01")
    ]


def test_batches_follow_the_file(tmp_path: Path) -> None:
    rows = [f"u{k % 7},v{k % 5},{1_700_000_000 + k}" for k in range(1_000)]
    rows[500] = "u,v,never"
    found = read_text(tmp_path, "sender,recipient,date\n" + "\n".join(rows) + "\n", batch_rows=300)
    assert [batch.read for batch in found.batches] == [300, 300, 300, 100]
    assert [round(batch.done, 2) for batch in found.batches] == [0.3, 0.6, 0.9, 1.0]
    assert [len(batch.rejected) for batch in found.batches] == [0, 1, 0, 0]
    assert [row["at"] for row in found.rows] == sorted(row["at"] for row in found.rows)
    assert all(
        set(batch.identities.to_pylist())
        == {f"account:u{k}" for k in range(7)} | {f"account:v{k}" for k in range(5)}
        for batch in found.batches
    )
