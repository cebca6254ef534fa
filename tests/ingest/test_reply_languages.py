# ruff: noqa: E501, RUF001  # lines as mail programs write them, letters of many alphabets
"""What is answered is not the writer's own, in whatever language their program marks it."""

import pytest

from ingest.heard.plain_text import plain_text

BLOCKS = {
    "ru": (
        "От: Иван <i@x.example>",
        "Отправлено: 2 марта 2026 г. 9:00",
        "Кому: Ольга",
        "Тема: План",
    ),
    "uk": ("Від: Тарас <t@x.example>", "Надіслано: 2 березня 2026 р.", "Кому: Ольга", "Тема: План"),
    "cs": (
        "Od: Jan <j@x.example>",
        "Odesláno: pondělí 2. března 2026",
        "Komu: Eva",
        "Předmět: Plán",
    ),
    "hu": (
        "Feladó: János <j@x.example>",
        "Elküldve: 2026. március 2.",
        "Címzett: Éva",
        "Tárgy: Terv",
    ),
    "tr": ("Kimden: Ali <a@x.example>", "Gönderilme: 2 Mart 2026", "Kime: Ayşe", "Konu: Plan"),
    "fi": (
        "Lähettäjä: Eva <e@x.example>",
        "Lähetetty: 2. maaliskuuta",
        "Vastaanottaja: Ola",
        "Aihe: P",
    ),
    "el": ("Από: Νίκος <n@x.example>", "Στάλθηκε: 2 Μαρτίου 2026", "Προς: Εύα", "Θέμα: Σχέδιο"),
    "ro": (
        "De la: Ion <i@x.example>",
        "Trimis: luni, 2 martie 2026",
        "Către: Ana",
        "Subiect: Plan",
    ),
    "he": ("מאת: דנה <d@x.example>", "נשלח: יום שני 2 מרץ 2026", "אל: רון", "נושא: תוכנית"),
    "ar": ("من: أحمد <a@x.example>", "تم الإرسال: 2 مارس 2026", "إلى: سامي", "الموضوع: خطة"),
    "th": ("จาก: สมชาย <s@x.example>", "ส่ง: 2 มีนาคม 2026", "ถึง: สมหญิง", "เรื่อง: แผน"),
    "vi": ("Từ: Anh <a@x.example>", "Đã gửi: 2 Tháng 3 2026", "Đến: Bình", "Chủ đề: Kế hoạch"),
    "ja": ("差出人: 佐藤 <h@x.example>", "送信日時: 2026年3月2日 9:00", "宛先: 田中", "件名: 計画"),
    "zh": ("发件人：张伟 <z@x.example>", "发送时间：2026年3月2日", "收件人：王", "主题：计划"),
    "tw": ("寄件者: 陳 <z@x.example>", "寄件日期: 2026年3月2日", "收件者: 王", "主旨: 計劃"),
    "ko": (
        "보낸 사람: 김 <k@x.example>",
        "보낸 날짜: 2026년 3월 2일",
        "받는 사람: 이",
        "제목: 계획",
    ),
}
LINES = {
    "ja": "2026年3月2日(月) 9:00 佐藤 花子 <h@x.example>:",
    "ja, telephone": "2026/03/02 9:00、佐藤 <h@x.example>のメール:",
    "ko": "2026년 3월 2일 (월) 오전 9:00, 김민수 <k@x.example>님이 작성:",
    "zh": "张伟 <z@x.example> 于2026年3月2日周一 09:00写道：",
    "ru": "пн, 2 мар. 2026 г. в 09:00, Иван <i@x.example>:",
    "ru, telephone": "2 марта 2026 г., в 9:00, Иван <i@x.example> написал(а):",
    "uk": "пн, 2 бер. 2026 р. о 09:00 Тарас <t@x.example> пише:",
    "hu": "János <j@x.example> ezt írta (időpont: 2026. márc. 2., H, 9:00):",
    "el": "Στις Δευ 2 Μαρ 2026 στις 9:00 π.μ., ο χρήστης Νίκος <n@x.example> έγραψε:",
    "vi": "Vào Th 2, 2 thg 3, 2026 vào lúc 09:00 Anh <a@x.example> đã viết:",
    "he": "\u202bבתאריך יום ב׳, 2 במרץ 2026 ב-9:00 מאת \u202aדנה\u202c <\u202ad@x.example\u202c\u200f>:",
    "ar": "في الاثنين، 2 مارس 2026 في 9:00 ص بواسطة أحمد <a@x.example>:",
}
ENDS = ("С уважением,", "S pozdravem", "Üdvözlettel,", "Saygılarımla,", "Med venlig hilsen",
        "Med vänliga hälsningar", "Отправлено с iPhone", "iPhoneから送信", "发自我的 iPhone")  # fmt: skip


@pytest.mark.parametrize("language", BLOCKS)
def test_what_stands_below_a_block_of_outlook_is_not_the_writers(language: str) -> None:
    block = "\n".join(BLOCKS[language])

    assert plain_text(f"Great, thank you\n\n{block}\n\nThis is awful\n") == "Great, thank you"


@pytest.mark.parametrize("language", LINES)
def test_nor_is_what_a_line_announces_with_marks_and_without(language: str) -> None:
    for quoted in ("> This is awful", "This is awful"):
        text = f"Great, thank you\n\n{LINES[language]}\n\n{quoted}\n"
        assert plain_text(text) == "Great, thank you"


@pytest.mark.parametrize("end", ENDS)
def test_nor_what_follows_a_closing_or_a_telephones_line(end: str) -> None:
    assert plain_text(f"Great, thank you\n\n{end}\nBad Idea Ltd\n") == "Great, thank you"


@pytest.mark.parametrize(
    "text",
    [
        "От: is Russian for From: and no more",
        "He wrote on 2 March: fine",
        "Prima: we all agree",
        "Do: call Ann\nDate: unknown\nthanks",
    ],
)
def test_words_alone_make_no_block(text: str) -> None:
    assert plain_text(text).split() == text.split()
