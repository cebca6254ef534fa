"""Discourse: whom a post answers, by its number in the topic."""

from pathlib import Path

from graph.model import Kind
from ingest.discourse import Discourse
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES


def test_a_real_topic_has_the_answers_its_posts_name(shared: Path) -> None:
    path = shared / "platform-discourse" / "discourse_topic_1148.json"
    found = gathered(Discourse(), path)
    site = "discourse:discourse.mozilla-community.org"
    by_number = {str(one.id).rpartition("/")[2]: one for one in found.interactions}

    assert by_number["1"].sender == f"{site}/2544"
    assert by_number["1"].kind is Kind.POST
    assert [one.identity for one in by_number["4"].receivers] == [f"{site}/3428"]
    assert [one.identity for one in by_number["20"].receivers] == [f"{site}/3437"]
    assert by_number["3"].kind is Kind.COMMENT
    assert sum(one.kind is Kind.REPLY for one in found.interactions) == 9
    assert not [one for one in found.interactions if one.kind is Kind.REACTION]


def test_a_forum_whose_host_no_avatar_tells_is_kept_apart_by_the_name_of_the_log() -> None:
    found = gathered(Discourse(), SAMPLES / "discourse" / "posts.json", log="acme")

    assert found.interactions[0].id == "discourse:acme/topic/7/9"
