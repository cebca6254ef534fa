"""Real names: what systems write in place of a name is none; whatever people are called is one."""

# ruff: noqa: SIM905  # a list of a hundred quoted names is harder to read

from importlib.resources import files

import pytest

from graph.people.real_names import is_name, is_stand_in

NAMES = (
    "Suharto; Nguyễn; Madonna; Björk; Na; Ng; O; Ad; Nil; Anon; Gast; Blank; Li Na; 王小龙; 三木; "
    "山田太郎; タナカ; 김민수; สมชาย ใจดี; สมหญิง; ប៊ុន; အောင်; محمد; محمد بن سلمان; دينا; משה; "
    "თამარ; አበበ; Щукин Сергей; Παπαδόπουλος; Đặng Văn Lâm; राम; বিজয়; Şükrü; Öz; "
    "Jennifer Null; Null, Jennifer; Christopher Guest; Zack Test; Teodora Teste; "
    "Mary Contact-Jones; X Æ A-12; 50 Cent; 2Pac; ann84; J.R.R. Tolkien; D'Angelo; "
    "John Smith 3rd; Ann Smith (Sales); AnneMarieVonHohenstein; Bea Deadbeef; "
    "Wolfeschlegelsteinhausenbergerdorff; María de la Cruz"
).split("; ")
NO_NAMES = (
    "48bc893fcbc0a33ed3ad2cf2d5d57cfe 7a03155bc7e8c00f13d70edae7974096; AdSEggKjx2l+wDewK07k6A==; "
    "1B2M2Y8AsgTpgAmY7PhCfg== 1B2M2Y8AsgTpgAmY7PhCfg==; hQm8Z1kQd9TtPq3Lw0XyVg; "
    "550e8400-e29b-41d4-a716-446655440000; 0x1f9840a85d5af5bf1d1762f925bdaddc4201f984; "
    "00530000003xqAbAAI; U024BE7LH; 12345; ---; 😀; ann@x.example; https://x.example/ann; "
    "Unknown User; Unknown; (unknown); [deleted]; Deleted; deleted-user; Deleted User #5; n/a; "
    "N/A; NA; no name; Not Provided; test; Test User; test test; TEST 2; null null; undefined; "
    "undefined undefined; <none>; LinkedIn Member; Facebook User; Slack user 5; user_123; guest; "
    "user 4f3a9c; xxx; firstname lastname; Gelöschter Benutzer; Utilisateur Facebook; Anónimo; "
    "nieznany użytkownik; аноним; Удалённый пользователь; مستخدم; غير معروف; 未知用户; 匿名; "
    "ゲスト; 名無し; 알 수 없음; ผู้ใช้; ไม่ระบุชื่อ"
).split("; ")


@pytest.mark.parametrize("name", NAMES)
def test_what_people_are_called_is_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_stands_where_a_name_is_missing_or_hidden_is_none(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("listed", ["common_names.txt", "nicknames.txt", "east_asian_names.txt"])
def test_no_name_that_is_listed_as_common_is_refused(listed: str) -> None:
    lines = (files("algorithms.names") / listed).read_text("utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    names = {word for word in words if any(map(str.isalpha, word))}

    assert len(names) > 50
    assert [word for word in sorted(names) if not is_name(word)] == []


def test_user_names_that_stand_in_for_one_are_told_from_those_that_are_somebodys() -> None:
    assert all(map(is_stand_in, ("guest17", "test", "unknown", "user-2", "deleted_user")))
    assert not any(map(is_stand_in, ("ann_x", "testarossa", "usero", "guestino", "")))
