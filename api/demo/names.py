"""Names: invented people of several cultures, and how an address spells them."""

import unicodedata

from api.demo.dice import Dice

__all__ = ["CULTURES", "NameStock", "spelled_plainly"]

_LISTED = """
polish
  given Agnieszka Paweł Małgorzata Łukasz Zofia Grzegorz Żaneta Michał Świętosława
  given Wojciech Beata Rafał Dorota Przemysław
  family Nowak Wójcik Mazur Zając Król Wrona Gołąb Pająk Kozioł Dąb Żuraw Sęk Wróbel
  family Kołodziej
czech
  given Jiří Kateřina Tomáš Eliška Ondřej Tereza Zdeněk Šárka
  family Němec Dvořák Růžička Hájek Šťastný Kříž Beneš Vlček
french
  given Chloé François Élodie Jérôme Anaïs Benoît Maëlle Hélène
  family Lefèvre Garnier Béranger Rousseau Fournel Leclère Château Prévost
nordic
  given Åsa Bjørn Sigrún Jürgen Maja Pär Ragnhild Søren
  family Ångström Bjørnstad Hallgrímsson Sørensen Öberg Lindqvist Næss Halvorsen
tamil
  given Anbarasi Karthik Meenakshi Senthil Priyadarshini Arunachalam Kavitha Vetri
  family Subramanian Palaniappan Ramanujam Chidambaram Murugan Natarajan Selvam Iyengar
nigerian
  given Chinwe Babátúndé Folásadé Emeka Ọlájùmọ̀kẹ́ Ifeoma Chukwuemeka Adébáyọ̀
  family Okonkwo Adéyẹmí Balógun Eze Nwachukwu Ọlátúnjí Okafor Bankole
iberian
  given João Begoña Íñigo Tomás Lúcia Joaquín Inês Estêvão
  family Muñoz Gonçalves Ibáñez Guimarães Núñez Conceição Etxeberria Peña
turkish
  given Çağla Özgür Şebnem İlker Gülşen Uğur Ayşe Tuğrul
  family Yıldız Çelik Öztürk Şahin Aydoğan Güneş Kılıç Doğan
vietnamese
  given Thảo Dũng Hương Quốc Trâm Khôi Ngọc Tuấn
  family Nguyễn Phạm Đặng Bùi Trịnh Lê Hoàng Võ
german
  given Jörg Käthe Günther Bärbel Rüdiger Annegret Götz Mareike
  family Müßig Schäfer Grünwald Kühn Löffler Weiß Böhm Jäger
hungarian
  given Ágnes László Zsófia Győző Erzsébet Ödön Katalin Gábor
  family Szűcs Kővári Bárány Fehér Vörös Molnár Lőrincz Kiss
canadian
  given Wren Declan Maeve Émile Saoirse Graham Noelle Owen
  family MacLeod Tremblay Côté O'Shea Pelletier Fraser D'Arcy Sinclair
"""  # noqa: RUF001 - Turkish has an i without a dot


def _listed() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for line in _LISTED.strip().splitlines():
        if not line.startswith(" "):
            names = found.setdefault(line, {"given": [], "family": []})
        else:
            which, *words = line.split()
            names[which] += words
    return {c: (tuple(names["given"]), tuple(names["family"])) for c, names in found.items()}


CULTURES = _listed()
# Letters that are no base letter with a mark, as people write them where only ASCII is allowed.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "\u0131": "i",
        "æ": "ae",
        "ß": "ss",
        "þ": "th",
        "'": "",
        " ": ".",
    }
)


def spelled_plainly(name: str) -> str:
    """Spell a name as an address does.

    >>> spelled_plainly("Świętosława Müßig"), spelled_plainly("İlker O'Shea")
    ('swietoslawa.mussig', 'ilker.oshea')
    """
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_LETTERS)


class NameStock:
    """Gives names that it has not given before."""

    def __init__(self, dice: Dice, taken: set[str]) -> None:
        self.dice = dice
        self.taken = {spelled_plainly(name) for name in taken}

    def name(self, *cultures: str) -> str:
        """Give a new name from one of these cultures, or from all."""
        while True:
            given, family = CULTURES[self.dice.pick(cultures or tuple(CULTURES))]
            name = f"{self.dice.pick(given)} {self.dice.pick(family)}"
            if spelled_plainly(name) not in self.taken:
                self.taken.add(spelled_plainly(name))
                return name
