"""What columns of lists of people are called in ten more languages."""

from ingest.rows.columns import by_label, plain

__all__ = ["in_english"]

_ENGLISH = by_label(
    {
        "name": """Nom complet | Nombre completo | Nombre y apellidos | Nome completo
            Nome e cognome | Volledige naam | Naam | Imię i nazwisko | Vollständiger Name
            Vor- und Nachname | Полное имя | ФИО | 氏名 | 名前 | お名前 | 姓名""",
        "firstname": """Vorname | Prénom | Nombre | Nome próprio | Primeiro nome | Voornaam | Imię
            Имя | 名""",
        "lastname": """Nachname | Familienname | Nom | Nom de famille | Apellido | Apellidos
            Sobrenome | Apelido | Cognome | Achternaam | Nazwisko | Фамилия | 姓""",
        "email": """E-Mail-Adresse | Mailadresse | Adresse e-mail | Adresse mail | Courriel
            Correo | Correo electrónico | Endereço de e-mail | Indirizzo e-mail | Indirizzo email
            E-mailadres | Adres e-mail | Электронная почта | Почта | メールアドレス | メール
            Eメール | 电子邮件 | 邮箱""",
        "company": """Firma | Unternehmen | Société | Entreprise | Empresa | Compañía | Azienda
            Società | Bedrijf | Компания | 会社 | 会社名 | 企業名 | 公司""",
        "title": """Stelle | Poste | Fonction | Puesto | Cargo | Posizione | Qualifica | Functie
            Stanowisko | Должность | 役職 | 职位""",
        "phone": """Telefon | Telefonnummer | Téléphone | Teléfono | Telefone | Telefono | Telefoon
            Numer telefonu | Телефон | 電話 | 電話番号 | 电话""",
        "department": """Abteilung | Département | Departamento | Reparto | Afdeling
            Dział | Отдел | 部署 | 部门""",
        "manager": """Vorgesetzte | Vorgesetzter | Responsable | Jefe | Gestor | Przełożony
            Leidinggevende | Руководитель | 上司""",
    }
)


def in_english(name: str) -> str:
    """The English name of a column, plain; what is known in no language stays as it is.

    >>> in_english("Correo electrónico"), in_english("役職"), in_english("Kundennummer")
    ('email', 'title', 'kundennummer')
    """
    word = plain(name)
    return _ENGLISH.get(word, word)
