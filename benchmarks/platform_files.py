"""Invents what platforms export: Slack workspaces, archives of X, mailboxes; the same every time.

A tenth of what is written mentions somebody, a third answers, a fifth is reacted to; every text is
of its own length. Slack's come as a file a channel and day, as exports have them, or as few long
files; with rich text and profiles they are some 1.5 kB each, as those of real exports are.
"""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

__all__ = ["EXPORTS"]

_SEED = 7
_PEOPLE, _CHANNELS = 400, 25
_A_DAY = 18  # messages of a channel, as in the exports that are public
_FIRST = datetime(2024, 1, 1, 8, tzinfo=UTC)
_WORDS = "we could ship the new plan on monday if numbers hold and nobody minds".split()  # noqa: SIM905


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(3, 40)))


def _user(number: int) -> str:
    return f"U{number:08d}"


def _message(chance: random.Random, at: float, before: str, *, is_rich: bool) -> dict[str, Any]:
    user, text = _user(chance.randrange(_PEOPLE)), _text(chance)
    other = _user(chance.randrange(_PEOPLE))
    is_mention = chance.random() < 0.1
    found: dict[str, Any] = {
        "client_msg_id": f"{chance.getrandbits(128):032x}",
        "type": "message",
        "text": f"<@{other}> {text}" if is_mention else text,
        "user": user,
        "ts": f"{at:.6f}",
        "team": "T00000001",
    }
    if before and chance.random() < 0.33:
        found |= {"thread_ts": before, "parent_user_id": _user(chance.randrange(_PEOPLE))}
    if chance.random() < 0.2:
        users = [_user(chance.randrange(_PEOPLE)) for _ in range(chance.randint(1, 3))]
        found["reactions"] = [{"name": "+1", "users": users, "count": len(users)}]
    if is_rich:
        said = [{"type": "user", "user_id": other}] if is_mention else []
        section = {"type": "rich_text_section", "elements": [*said, {"type": "text", "text": text}]}
        found["blocks"] = [{"type": "rich_text", "block_id": "Xy1", "elements": [section]}]
        image = f"https://avatars.slack-edge.com/2022-08-19/{user}_102fdd0c183f8d6d4215_72.png"
        names = {"real_name": f"Name {user}", "display_name": f"Name {user}", "image_72": image}
        found["user_profile"] = {**names, "team": "T00000001", "is_restricted": False}
        found |= {"user_team": "T00000001", "source_team": "T00000001"}
    return found


def _slack(folder: Path, records: int, a_file: int, *, is_rich: bool) -> list[Path]:
    chance = random.Random(_SEED)  # noqa: S311
    folder.mkdir()
    users = [
        {"id": _user(k), "team_id": "T00000001", "profile": {"real_name": f"Name {k}"}}
        for k in range(_PEOPLE)
    ]
    names = [f"channel-{k}" for k in range(_CHANNELS)]
    channels = [
        {"id": f"C{k:08d}", "name": name, "created": 1_600_000_000, "members": []}
        for k, name in enumerate(names)
    ]
    (folder / "users.json").write_text(json.dumps(users))
    (folder / "channels.json").write_text(json.dumps(channels))
    for number, first in enumerate(range(0, records, a_file)):
        day = _FIRST + timedelta(days=number // _CHANNELS)
        at, before, said = day.timestamp(), "", []
        for _ in range(min(a_file, records - first)):
            at += chance.randint(1, 600_000) / 1_000_000 * 86_400 / a_file
            said.append(_message(chance, at, before, is_rich=is_rich))
            before = said[-1]["ts"] if chance.random() < 0.3 or not before else before
        inside = folder / names[number % _CHANNELS]
        inside.mkdir(exist_ok=True)
        (inside / f"{day:%Y-%m-%d}.json").write_text(json.dumps(said, indent=4))
    return [folder]


def _tweet(chance: random.Random, at: datetime, number: int) -> dict[str, Any]:
    other = chance.randrange(5_000)
    text, mentions = _text(chance), []
    found: dict[str, Any] = {}
    if chance.random() < 0.5:
        mentions = [
            {"name": f"Name {other}", "screen_name": f"name_{other}", "id": str(10**6 + other),
             "id_str": str(10**6 + other), "indices": ["0", "9"]},
        ]  # fmt: skip
        text = f"@name_{other} {text}"
        if chance.random() < 0.66:
            found |= {"in_reply_to_user_id_str": str(10**6 + other),
                      "in_reply_to_user_id": str(10**6 + other),
                      "in_reply_to_screen_name": f"name_{other}",
                      "in_reply_to_status_id_str": str(number - 5)}  # fmt: skip
    own = {
        "edit_info": {"initial": {"editTweetIds": [str(number)], "isEditEligible": True}},
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"user_mentions": mentions, "urls": [], "symbols": [], "hashtags": []},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "2", "id_str": str(number), "id": str(number), "truncated": False,
        "retweet_count": "0", "favorited": False, "full_text": text, "lang": "en",
        "created_at": f"{at:%a %b %d %H:%M:%S +0000 %Y}",
    }  # fmt: skip
    return {"tweet": own | found}


def _x(folder: Path, records: int) -> list[Path]:
    chance = random.Random(_SEED)  # noqa: S311
    folder.mkdir()
    account = [{"account": {"accountId": "999", "username": "ann_x", "email": "ann@x.example"}}]
    (folder / "account.js").write_text("window.YTD.account.part0 = " + json.dumps(account))
    with (folder / "tweets.js").open("w") as file:
        file.write("window.YTD.tweets.part0 = [")
        for k in range(records):
            said = _tweet(chance, _FIRST + timedelta(minutes=2 * k), 10**17 + 10 * k)
            file.write((",\n" if k else "") + json.dumps(said, indent=2))
        file.write("]")
    return [folder]


def _mbox(folder: Path, records: int) -> list[Path]:
    chance = random.Random(_SEED)  # noqa: S311
    folder.mkdir()
    path = folder / "mail.mbox"
    with path.open("w") as file:
        for k in range(records):
            at = _FIRST + timedelta(minutes=2 * k)
            one, two, three = (chance.randrange(_PEOPLE) for _ in range(3))
            answers = f"In-Reply-To: <m{k - 3}@x.example>\n" if chance.random() < 0.4 else ""
            file.write(
                f"From p{one}@x.example {at:%a %b %d %H:%M:%S %Y}\n"
                f"Received: from a.x.example by b.x.example; {at:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"From: Name {one} <p{one}@x.example>\nTo: Name {two} <p{two}@x.example>\n"
                f"Cc: p{three}@y.example\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
                f"Message-ID: <m{k}@x.example>\n{answers}Subject: {_text(chance)[:60]}\n"
                f"Content-Type: text/plain; charset=utf-8\n\n"
            )
            file.writelines(f"{_text(chance)}\n" for _ in range(chance.randint(2, 20)))
            file.write("\n")
    return [path]


EXPORTS: dict[str, Callable[[Path, int], list[Path]]] = {
    "slack, a file a day": lambda folder, records: _slack(folder, records, _A_DAY, is_rich=False),
    "slack, long files": lambda folder, records: _slack(folder, records, 10_000, is_rich=False),
    "slack, long files, rich text": lambda folder, records: _slack(
        folder, records, 10_000, is_rich=True
    ),
    "x, an archive": _x,
    "mbox": _mbox,
}
"""Writes an export of about so many records into a folder and gives what is to be loaded."""
