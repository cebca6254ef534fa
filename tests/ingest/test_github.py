"""GitHub: whom a comment, a review, an issue and a star are to; bots and ghosts."""

import gzip
import json
from pathlib import Path

from ingest.files.survey import surveyed
from ingest.github.source import GitHub
from ingest.sources import SOURCES
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_an_edited_comment_is_corrected_and_not_doubled(tmp_path: Path) -> None:
    samples = SAMPLES / "github"
    first, again = loaded_twice(
        tmp_path, samples / "events.json", samples / "issue_comment.edited.json"
    )

    assert counts(first) == (16, 13, 0, 2)
    assert first.total("corrected") == 1
    assert again == (0, 0)


def test_a_login_is_its_number_where_any_payload_of_the_folder_gives_it(tmp_path: Path) -> None:
    payload = (SAMPLES / "github" / "star.created.json").read_text(encoding="utf-8")
    comment = (SAMPLES / "github" / "issue_comment.edited.json").read_text(encoding="utf-8")
    (tmp_path / "star.json").write_text(payload)
    (tmp_path / "comment.json").write_text(comment.replace("@Ann", "@dan"))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (alone,) = gathered(GitHub(), tmp_path / "comment.json").interactions
    (told_so,) = gathered(GitHub(), tmp_path / "comment.json", survey=survey).interactions

    assert [one.identity for one in alone.receivers] == ["github:11", "github:dan"]
    assert [one.identity for one in told_so.receivers] == ["github:11", "github:14"]


def test_an_issue_is_given_by_its_assigner_and_not_by_the_actor(tmp_path: Path) -> None:
    """The actor of such an event was once the assignee; the actor of a mention is whom it names."""
    event = {"id": 1, "node_id": "x", "created_at": "2026-03-02T09:00:00Z", "actor": _BOB}
    given = event | {"event": "assigned", "assignee": _BOB, "assigner": _ANN}
    named = event | {"id": 2, "event": "mentioned"}
    path = tmp_path / "events.json"
    path.write_text(json.dumps([given, named]))

    found = gathered(GitHub(), path)

    (one,) = found.interactions
    assert (one.sender, [who.identity for who in one.receivers]) == ("github:11", ["github:12"])
    assert found.read == 2
    assert found.rejected == []


_ANN = {"login": "ann", "id": 11, "type": "User", "site_admin": False}
_BOB = {"login": "bob", "id": 12, "type": "User", "site_admin": False}


def test_where_a_star_was_given_says_the_name_that_its_page_had_in_the_address(
    tmp_path: Path,
) -> None:
    star = json.dumps([{"starred_at": "2026-03-02T09:00:00Z", "user": _BOB}])
    place = tmp_path / "repos" / "acme" / "tool" / "stargazers.json"
    place.parent.mkdir(parents=True)
    place.write_text(star)
    (tmp_path / "stars.json").write_text(star)

    (named,) = gathered(GitHub(), place).interactions
    (bare,) = gathered(GitHub(), tmp_path / "stars.json").interactions

    assert (named.id, bare.id) == ("github:acme/tool#star/12", None)
    assert named.receivers == bare.receivers == ()  # whether acme is a person, nothing tells


def test_an_hour_of_gh_archive_is_read_as_it_was_packed(tmp_path: Path) -> None:
    hour = (SAMPLES / "github" / "2013-01-01-3.json").read_bytes()
    (tmp_path / "2013-01-01-3.json.gz").write_bytes(gzip.compress(hour))

    first, again = loaded_twice(tmp_path, tmp_path / "2013-01-01-3.json.gz")

    assert counts(first) == (hour.count(b"created_at"), hour.count(b"created_at"), 0, 0)
    assert again == (0, 0)


def test_an_event_of_an_issue_that_is_new_at_github_has_happened(tmp_path: Path) -> None:
    """Its address says what it is; words such as auto_squash_enabled are added every year."""
    event = {
        "id": 7435371119,
        "url": "https://api.github.com/repos/acme/tool/issues/events/7435371119",
        "event": "something_new",
        "created_at": "2026-03-02T09:00:00Z",
        "actor": _ANN,
    }
    path = tmp_path / "timeline.json"
    path.write_text(json.dumps([event]))

    (one,) = gathered(GitHub(), path).interactions

    assert (one.id, one.kind, one.receivers) == ("github:issue_event/7435371119", "activity", ())


def test_pages_in_one_list_are_read_as_each_of_them(tmp_path: Path) -> None:
    """`gh api --paginate --slurp` wraps all pages into one array."""
    star = {"starred_at": "2026-03-02T09:00:00Z", "user": _BOB}
    path = tmp_path / "repos" / "acme" / "tool" / "stargazers.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps([[star], [star | {"user": _ANN}, 7]]))

    found = gathered(GitHub(), path)

    assert GitHub().recognises(file_at(path))
    assert [one.sender for one in found.interactions] == ["github:12", "github:11"]
    assert (found.read, len(found.rejected)) == (3, 1)


def test_what_happened_once_counts_once_in_every_form(tmp_path: Path) -> None:
    """An issue, a comment, a request for a review, a reaction and a closing, four times told.

    GraphQL names by global ids what the others number: MDQ6VXNlcjEx is User 11 in base64,
    IC_kwAHzQH1 holds 0, repository 7 and comment 501, CE_lAAHDM0bWw 0, 7, issue 12 and event 7003.
    """
    at, place = "2026-03-02T09:00:00Z", "https://github.com/acme/tool/issues/12"
    rest = "https://api.github.com/repos/acme/tool"
    ann, bob = {"id": "MDQ6VXNlcjEx", "login": "ann"}, {"id": "U_kgAM", "login": "bob"}
    issue = {"number": 12, "title": "Slow", "user": _ANN, "created_at": at, "body": ""}
    issue |= {"html_url": place, "url": f"{rest}/issues/12", "updated_at": at}
    comment = {"id": 501, "user": _BOB, "created_at": at, "body": "Here too"}
    comment |= {"html_url": f"{place}#issuecomment-501", "issue_url": f"{rest}/issues/12"}
    repository = {"id": 7, "full_name": "acme/tool", "owner": {"login": "acme", "id": 1}}
    hook = {"sender": _ANN, "repository": repository, "issue": issue}
    closed = {"id": 7003, "event": "closed", "actor": _ANN, "created_at": at, "issue": issue}
    closed |= {"url": f"{rest}/issues/events/7003", "node_id": "CE_lAAHDM0bWw"}
    asked = closed | {"id": 7004, "event": "review_requested", "requested_reviewer": _BOB}
    asked |= {"url": f"{rest}/issues/events/7004", "review_requester": _ANN}
    forms = {
        "webhooks.json": [
            hook | {"action": "opened"},
            hook | {"action": "created", "comment": comment, "sender": _BOB},
            hook | {"action": "review_requested", "requested_reviewer": _BOB},
        ],
        "rest_comments.json": [issue, comment],
        "rest_events.json": [closed, asked],
        "graphql.json": {"data": {"node": {
            "number": 12, "title": "Slow", "url": place, "createdAt": at, "author": ann,
            "comments": {"nodes": [{
                "id": "IC_kwAHzQH1", "author": bob, "createdAt": at, "body": "Here too",
            }]},
            "reactions": {"nodes": [{"content": "HEART", "createdAt": at, "user": bob}]},
            "timelineItems": {"nodes": [
                {"__typename": "ClosedEvent", "id": "CE_lAAHDM0bWw", "createdAt": at, "actor": ann},
                {"__typename": "ReviewRequestedEvent", "id": "RRE_lAAHDM0bXA", "createdAt": at,
                 "actor": ann, "requestedReviewer": bob},
            ]},
        }}},
        "repos/acme/tool/issues/12/reactions.json": [
            {"id": 9, "content": "heart", "created_at": at, "user": _BOB}
        ],
        "archive.json": [{
            "id": "888", "type": "IssueCommentEvent", "actor": _BOB,
            "repo": {"id": 7, "name": "acme/tool"}, "created_at": at,
            "payload": {"action": "created", "issue": issue, "comment": comment},
        }],
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    for name, content in forms.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
        read = gathered(GitHub(), path)
        assert read.rejected == []
        found[name] = {f"{one.id} by {one.sender}" for one in read.interactions}

    opened, said = "github:acme/tool#12 by github:11", "github:acme/tool/comment/501 by github:12"
    wanted = "github:acme/tool#12#review_requested/12/1772442000 by github:11"
    over = "github:acme/tool#12#closed/1772442000 by github:11"
    liked = "github:acme/tool#12#heart/12 by github:12"
    assert found == {
        "webhooks.json": {opened, said, wanted},
        "rest_comments.json": {opened, said},
        "rest_events.json": {over, wanted},
        "graphql.json": {opened, said, wanted, over, liked},
        "repos/acme/tool/issues/12/reactions.json": {liked},
        "archive.json": {said},
    }


def test_a_reaction_of_somebody_who_was_deleted_says_that_it_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "repos" / "acme" / "tool" / "issues" / "12" / "reactions.json"
    path.parent.mkdir(parents=True)
    one = {"id": 9, "content": "heart", "created_at": "2026-03-02T09:00:00Z"}
    path.write_text(json.dumps([one | {"user": _BOB}, one | {"id": 10, "user": None}]))
    found = gathered(GitHub(), path)

    assert len(found.interactions) == 1
    assert [one.reason for one in found.rejected] == ["names nobody, expected sender or actor"]


def test_what_happened_to_an_issue_is_once_for_a_webhook_an_event_and_its_page(
    tmp_path: Path,
) -> None:
    ann, at = {"login": "ann", "id": 7}, "2026-03-02T10:00:00Z"
    issue = {
        "number": 3, "title": "x", "user": ann, "state": "closed", "created_at": at,
        "updated_at": "2026-03-02T10:00:01Z", "closed_at": at,
        "html_url": "https://github.com/acme/tool/issues/3",
    }  # fmt: skip
    labelled = issue | {"updated_at": at, "closed_at": None}
    label = {"name": "Bug", "color": "f00"}
    where = {"full_name": "acme/tool", "owner": {"login": "acme", "id": 1}}
    events = "https://api.github.com/repos/acme/tool/issues/events"
    page = {"actor": ann, "created_at": at, "issue": issue | {"closed_at": "2026-05-02T10:00:00Z"}}
    forms: dict[str, list[dict[str, object]]] = {
        "webhook": [
            {"action": "closed", "issue": issue, "repository": where, "sender": ann},
            {"action": "labeled", "issue": labelled, "label": label, "repository": where,
             "sender": ann},
        ],
        "event": [
            {"id": "900", "type": "IssuesEvent", "actor": ann, "repo": {"name": "acme/tool"},
             "created_at": "2026-03-02T10:00:01Z",
             "payload": {"action": "closed", "issue": issue}},
        ],
        "page": [
            page | {"id": 11, "url": f"{events}/11", "event": "closed"},
            page | {"id": 12, "url": f"{events}/12", "event": "labeled", "label": label},
            page | {"id": 13, "url": f"{events}/13", "event": "labeled", "label": {"name": "ui"}},
        ],
    }  # fmt: skip
    found = {}
    for name, form in forms.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(form))
        found[name] = {(one.id, one.at) for one in gathered(GitHub(), path).interactions}

    assert found["webhook"] | found["event"] < found["page"]
    assert (len(found["webhook"]), len(found["event"])) == (2, 1)
    assert sorted(str(one) for one, _ in found["page"]) == [
        "github:acme/tool#3#closed/1772445600",
        "github:acme/tool#3#labeled/bug/1772445600",
        "github:acme/tool#3#labeled/ui/1772445600",
    ]
