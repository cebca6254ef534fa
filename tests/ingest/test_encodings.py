# ruff: noqa: RUF001  # letters of many alphabets
"""Texts that do not say how they are written: mail, contacts and logs of many countries."""

from pathlib import Path

import pytest

from ingest.mail.charsets import codec_of
from ingest.mail.mbox import Mbox
from ingest.outlook.source import Outlook
from ingest.table.source import Table
from ingest.text.encodings import encoding_found
from ingest.vcard.source import VCard
from tests.ingest.gathered import gathered

WRITTEN = {
    "cp1251": "Прошу прислать смету до четверга. Николай",
    "koi8_r": "Собрание переносится на понедельник, Антон",
    "cp866": "Отчёт за квартал, бухгалтерия",
    "cp1250": "Zażółć gęślą jaźń, pozdrawiam serdecznie, Świętosława",
    "iso8859_2": "Příští týden se sejdeme u vás, děkuji, Zdeněk Hřebíček",
    "cp1252": "Grüße aus Köln und schöne Ferien, Jürgen",
    "cp1253": "Ευχαριστώ πολύ για την απάντηση, Αλέξανδρος",
    "cp1254": "Görüşmek üzere, iyi çalışmalar dilerim, Gülşah Işıktan",
    "cp1255": "תודה רבה על העזרה, נדבר מחר",
    "cp1256": "شكرا جزيلا على المساعدة، نتحدث غدا",
    "cp874": "ขอบคุณมากสำหรับความช่วยเหลือ",
    "cp932": "お忙しいところ恐れ入ります。よろしくお願いいたします。",
    "euc_jp": "資料を添付しますので、ご確認ください。",
    "iso2022_jp": "来週の打ち合わせについて",
    "gb18030": "附件是上周的报告，请查收。",
    "big5": "附件是上週的報告，請查收。",
    "cp949": "첨부한 자료를 확인해 주시기 바랍니다. 감사합니다.",
}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_sentence_tells_what_it_is_written_in(encoding: str) -> None:
    raw = WRITTEN[encoding].encode(encoding)

    assert raw.decode(encoding_found(raw) or "ascii") == WRITTEN[encoding]


@pytest.mark.parametrize("raw", [b"Erd\xf5s", b"note 50\xff", b"\xff\xff\xff\xff", b"\x80"])
def test_a_few_bytes_may_be_anything(raw: bytes) -> None:
    assert encoding_found(raw) is None


@pytest.mark.parametrize(
    ("label", "raw", "text"),
    [
        ("gb2312", "镕".encode("gb18030"), "镕"),  # of a premier's name, not in GB 2312 itself
        ("iso-8859-1", b"\x93Ann\x94", "\u201cAnn\u201d"),
        ("ks_c_5601-1987", "뷁".encode("cp949"), "뷁"),
        ("shift_jis", "①髙".encode("cp932"), "①髙"),
        ("iso-8859-8-i", "דנה".encode("cp1255"), "דנה"),
    ],
)
def test_a_charset_is_read_as_what_programs_write_under_its_name(
    label: str, raw: bytes, text: str
) -> None:
    assert raw.decode(codec_of(label) or "ascii") == text


def mailed(tmp_path: Path, name: str, subject: str, encoding: str, *more: bytes) -> Path:
    lines = [
        b"From dist@x.example Mon Mar  2 10:00:00 2009",
        b"From: " + name.encode(encoding) + b" <writer@x.example>",
        b"To: ann@x.example",
        b"Subject: " + subject.encode(encoding),
        b"Date: Mon, 2 Mar 2009 10:00:00 +0000",
        b"Message-ID: <1@x.example>",
        *more,
    ]
    path = tmp_path / "old.mbox"
    path.write_bytes(b"\n".join(lines) + b"\n\nx\n")
    return path


@pytest.mark.parametrize(
    ("name", "subject", "encoding"),
    [
        ("Олег Туманов", "Поездка в Тверь", "koi8_r"),
        ("Вера Лаптева", "Поездка в Тверь", "cp1251"),
        ("中島 敦子", "打ち合わせの件", "iso2022_jp"),
        ("中島 敦子", "打ち合わせのご連絡", "cp932"),
        ("孙丽华", "关于下周会议的安排", "gb18030"),
        ("한지민", "다음 주 회의 일정입니다", "cp949"),
        ("Zdeněk Hřebíček", "Příští schůze", "cp1250"),
        ("Μαρία Κωνσταντίνου", "Η επόμενη συνάντηση", "iso8859_7"),
    ],
)
def test_raw_names_in_headers_are_read(
    tmp_path: Path, name: str, subject: str, encoding: str
) -> None:
    found = gathered(Mbox(), mailed(tmp_path, name, subject, encoding))

    assert found.said("seen_name") == {("email:writer@x.example", name)}
    assert found.interactions[0].topics == (f"subject:{subject.lower()}",)
    assert not found.warnings


def test_a_message_that_declares_its_charset_is_believed_for_its_header_too(
    tmp_path: Path,
) -> None:
    """Ű of Hungarian is Û of French; only the declaration tells."""
    kind = b"Content-Type: text/plain; charset=iso-8859-2"
    found = gathered(Mbox(), mailed(tmp_path, "Erdős", "Terv", "iso8859_2", kind))
    other = gathered(Mbox(), mailed(tmp_path, "Erdős", "Terv", "iso8859_2"))

    assert found.said("seen_name") == {("email:writer@x.example", "Erdős")}
    assert not found.warnings
    assert other.said("seen_name") == {("email:writer@x.example", "Erdõs")}
    assert "nothing tells in which encoding" in other.warnings[0]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "utf-8"])
def test_a_log_of_another_alphabet_is_read_and_says_how(tmp_path: Path, encoding: str) -> None:
    rows = "date,sender,recipient\n2026-03-01T09:00:00Z,Денис Рогов,Лидия Ушакова\n"
    path = tmp_path / "log.csv"
    path.write_bytes(rows.encode(encoding))

    found = gathered(Table(), path, folder=tmp_path)

    assert found.interactions[0].sender == "account:Денис Рогов"
    assert found.interactions[0].receivers[0].identity == "account:Лидия Ушакова"
    assert len([one for one in found.warnings if "not UTF-8" in one]) == (encoding != "utf-8")


def test_contacts_of_a_japanese_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    rows = "First Name,Last Name,E-mail Address,E-mail 2 Address,Company\n"
    rows += "敦子,中島,a.nakajima@x.example,,株式会社みどり\n健一,大野,k.ono@x.example,,\n"
    path.write_bytes(rows.encode("cp932"))

    found = gathered(Outlook(), path)

    assert ("email:a.nakajima@x.example", "中島 敦子") in found.said("name")
    assert "Shift-JIS" in found.warnings[0]


ABROAD = {
    "cp1251": ("Имя,Отчество,Фамилия,Организация,Адрес эл. почты,Адрес 2 эл. почты",
               "Нина,,Жукова,ООО Рассвет,n.zhukova@x.example,nina@y.example", "Нина Жукова"),
    "cp932": ("姓,名,会社名,役職,電子メール アドレス,電子メール 2 アドレス",
              "大野,健一,みどり商事,課長,n.zhukova@x.example,nina@y.example", "大野 健一"),
    "gb18030": ('"名","姓","单位","职务","电子邮件地址","电子邮件 2 地址"',
                "丽华,孙,华东贸易公司,经理,n.zhukova@x.example,nina@y.example", "孙 丽华"),
    "big5": ("名字,姓氏,公司,職稱,電子郵件地址,電子郵件 2 地址",
             "美玲,李,台北貿易公司,經理,n.zhukova@x.example,nina@y.example", "李 美玲"),
    "cp949": ("이름,성,회사,직함,전자 메일 주소,전자 메일 2 주소",
              "지민,한,서울무역,부장,n.zhukova@x.example,nina@y.example", "한 지민"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ABROAD)
def test_outlooks_contacts_of_other_countries_are_one_person_each(
    tmp_path: Path, encoding: str
) -> None:
    header, row, name = ABROAD[encoding]
    path = tmp_path / "contacts.csv"
    path.write_bytes(f"{header}\r\n{row}\r\n".encode(encoding))

    found = gathered(Outlook(), path)

    assert found.read == 1
    assert {value for who, value in found.said("name") if not who.startswith("org:")} == {name}
    assert [{one.a, one.b} for one in found.merges] == [
        {"email:n.zhukova@x.example", "email:nina@y.example"}
    ]


def test_a_card_without_a_charset_is_read_by_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "old.vcf"
    card = "BEGIN:VCARD\nVERSION:2.1\nFN:Григорий Мельник\nEMAIL:g@x.example\nEND:VCARD\n"
    path.write_bytes(card.encode("cp1251"))

    assert ("email:g@x.example", "Григорий Мельник") in gathered(VCard(), path).said("name")
