# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Words of Instagram's downloads, in the languages of their users: whose, who, what was said.

Some were seen in exports of that language, the others are what Instagram's pages call the same.
"""

__all__ = ["COMMENTS", "FULL_NAMES", "HANDLES", "OWNERS"]


def _words(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.strip().splitlines())
    return frozenset(word for line in lines for word in line.split("|"))


OWNERS = _words("""
    auteur|author|autor|autore|eigenaar|media owner|media-eigenaar|medieeier|medieejer
    medieninhaber|medieninhaber/in|medieägare|owner|propietario del archivo multimedia
    propietario del contenido multimedia|proprietario del contenuto multimediale
    proprietário da mídia|propriétaire du contenu multimédia|propriétaire du média
    właściciel mediów|właściciel multimediów
""")
"""Whose a post is."""

HANDLES = _words("""
    användarnamn|benutzername|brugernavn|brukernavn|felhasználónév|gebruikersnaam
    kullanıcı adı|käyttäjänimi|nama pengguna|nazwa profilu|nazwa użytkownika|nom d'utilisateur
    nom de profil|nom du profil|nom d’utilisateur|nombre de perfil|nombre de usuario
    nome de usuário|nome de utilizador|nome utente|nume de utilizator|nutzername|profilname
    tên người dùng|user name|username|uživatelské jméno|όνομα χρήστη|имя пользователя
    ім’я користувача|ユーザーネーム|用戶名稱|用户名|사용자 이름
""")
"""The name of an account."""

FULL_NAMES = _words("""
    ad|imię|isim|jméno|naam|name|namn|navn|nazwa|nom|nombre|nome|nume|név|имя|ім’я|名前|姓名|이름
""")
"""The name of a person."""

COMMENTS = _words("""
    comentario|comentário|comment|commentaire|commento|komentarz|kommentar|opmerking|reactie
    yorum|комментарий|コメント
""")
"""What a comment says."""
