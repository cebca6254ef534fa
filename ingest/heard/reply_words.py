# ruff: noqa: RUF001  # letters of many alphabets
"""Words by which mail programs mark what is answered, in their users' languages.

Outlook, Yahoo and Apple Mail put a block of From, Sent, To and Subject above what is answered,
others a line that says who wrote when. Checked against the fixtures and lists of open parsers of
mail (email-forward-parser, Proton Mail) and against real mails in Japanese and Nordic languages.
"""

__all__ = ["ANNOUNCING", "ENDS", "ENDS_IN_ASCII", "HEADS", "SENDERS", "SENT_FROM"]

SENDERS = (
    "From", "Von", "De", "Da", "Od", "Van", "Från", "Fra", "От", "Отправитель", "Від", "Від кого",
    "Lähettäjä", "Feladó", "Kimden", "Gönderen", "Από", "De la", "Expeditorul", "Saatja", "Šalje",
    "Mittente", "Nadawca", "מאת", "من", "Từ", "จาก", "差出人", "送信者", "发件人", "發件人",
    "寄件者", "보낸 사람", "보낸사람", "Dari",
)  # fmt: skip
"""What stands before the sender: the first line of such a block."""

HEADS = (
    *SENDERS,
    "Sent", "To", "Cc", "Subject", "Date", "Gesendet", "An", "Betreff", "Datum", "Envoyé", "À",
    "Objet", "Inviato", "A", "Oggetto", "Enviado", "Enviado el", "Enviada em", "Para", "Asunto",
    "Assunto", "Wysłano", "Do", "Temat", "Data", "Verzonden", "Aan", "Onderwerp", "Skickat", "Till",
    "Ämne", "Sendt", "Til", "Emne", "DW", "UDW", "Отправлено", "Дата", "Кому", "Копия", "Тема",
    "Надіслано", "Копія", "Lähetetty", "Päivämäärä", "Vastaanottaja", "Aihe", "Kopio", "Elküldve",
    "Dátum", "Címzett", "Tárgy", "Másolatot kap", "Gönderilme", "Gönderildi", "Tarih", "Kime",
    "Bilgi", "Konu", "Στάλθηκε", "Ημερομηνία", "Προς", "Κοιν.", "Θέμα", "Trimis", "Către",
    "Destinatarul", "Subiect", "Subiectul", "Odesláno", "Odoslané", "Komu", "Pre", "Kopie", "Kópia",
    "Předmět", "Predmet", "Prima", "Naslov", "Pour", "Sujet", "Adresat", "Kuupäev", "Teema",
    "נשלח", "תאריך", "אל", "עותק", "נושא", "تم الإرسال", "التاريخ", "تاريخ الإرسال", "إلى", "نسخة",
    "الموضوع", "Đã gửi", "Ngày", "Đến", "Tới", "Chủ đề", "Tiêu đề", "ส่ง", "วันที่", "ถึง",
    "สำเนาถึง", "เรื่อง", "送信日時", "日時", "日付", "宛先", "件名", "发送时间", "发送日期", "日期",
    "收件人", "抄送", "主题", "傳送日期", "寄件日期", "收件者", "副本", "主旨", "보낸 날짜", "날짜",
    "받는 사람", "받는사람", "참조", "제목", "Terkirim", "Kepada", "Perihal",
)  # fmt: skip
"""What stands at the beginning of any line of such a block."""

ANNOUNCING = (
    r"ezt írta\b.{0,80}|έγραψε|пише|написав(?:ла)?|đã viết|napísal(?:\(a\))?"
    r"|(?:写道|寫道|のメール|さんは書きました|작성|님이 쓴 글)"
)
"""How a line ends that says who wrote, beyond what is alike in the west of Europe; a pattern."""

ENDS = (
    r"с уважением|всего доброго|з повагою|s přátelským pozdravem|üdvözlettel"
    r"|(?:cu )?stimă|saygılarımla|iyi çalışmalar|με εκτίμηση|med vänliga? hälsning(?:ar)?"
    r"|ystävällisin terveisin|trân trọng|敬具|此致|祝好|감사합니다"
)
"""How a letter ends, beyond ASCII; a pattern of whole lines but for signs."""

ENDS_IN_ASCII = "med venlig hilsen|vennlig hilsen|mvh|vh|terveisin|s pozdravem|s pozdravom"
"""The same in ASCII."""

SENT_FROM = (
    r"отправлено (?:с|из)\b.{0,40}|надіслано з\b.{0,40}|skickat från\b.{0,40}"
    r"|lähetetty .{0,40}|odesláno z\b.{0,40}"
    r"|.{0,20}iphone\s?から送信|发自我的.{0,40}|發自我的.{0,40}|(?:나의|내) iphone에서 보냄"
)
"""What telephones write below a letter, beyond ASCII; a pattern of whole lines."""
