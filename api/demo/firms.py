"""Firms: the customers, partners and suppliers of the demo company, and where they are."""

from dataclasses import dataclass

from api.demo.names import spelled_plainly

__all__ = ["FIRMS", "Firm"]


@dataclass(frozen=True, slots=True)
class Firm:
    """An outside organization: its name, what it is to us, where it is, how many we know there."""

    name: str
    segment: str
    zone: str
    culture: str
    contacts: int

    @property
    def domain(self) -> str:
        """The mail domain; .example is reserved for examples, so nobody owns it."""
        return spelled_plainly(self.name).replace(".", "-") + ".example"


# name | contacts, by segment, zone and culture
_LISTED = """
customers Europe/Warsaw polish: Sołtys i Synowie 2, Dom Jodłowy 2, Zielona Kuźnia 1
customers Europe/Warsaw polish: Osiedle Bór 3, Wieża Budowa 1, Modrzew Invest 2
customers Europe/Warsaw czech: Stavby Šumava 2, Kříž Interiéry 1, Rodinné Domy 2
customers Europe/Paris french: Menuiserie Garonne 3, Atelier Vercors 2
customers Europe/Paris french: Charpentes Léman 1, Bâtir Doux 2
customers Europe/Paris german: Kellerwald Holzbau 2, Grünwerk Architekten 2
customers Europe/Paris german: Lößnitz Hallen 1, Turmbau Süd 2
customers Europe/Paris nordic: Hallgrím Byggverk 3, Fjällstuga 2, Skogshus Åre 1
customers Europe/Paris nordic: Nordlys Hytter 2
customers Europe/Paris iberian: Casas Peñalba 2, Madeira Viva 1, Estudio Ibérica 2
customers Europe/Warsaw hungarian: Tölgyes Építő 1, Kőszeg Faház 2
customers Europe/Warsaw turkish: Çınar Yapı 1, Ağaç Evler 2
customers Europe/Paris nigerian: Okavango Estates 2, Iroko Interiors 1
customers America/Toronto canadian: Côte Cedar 2, Laurentide Lodges 2, Maple Span 1
customers America/Toronto canadian: Birchline Schools 4
customers Asia/Kolkata tamil: Nilgiri Pavilions 2, Marina Homes 1
partners Europe/Warsaw polish: Biuro Konstrukcji Sosna 2, Politechnika Leśna 2
partners Europe/Warsaw polish: Studio Krąg 1
partners Europe/Paris german: Prüfstelle Holz 2, Fügetechnik Böhm 1
partners Europe/Paris french: Éco Bureau 2, Label Forêt 1
partners Europe/Paris nordic: Trä Institutet 3, Byggsoft 2
partners America/Toronto canadian: Timberwise Press 1, Northspan Engineers 2
partners Asia/Kolkata tamil: Kavin Renderings 2
suppliers Europe/Warsaw polish: Tartak Puszcza 2, Kleje Wisła 2, Transport Żubr 3
suppliers Europe/Warsaw czech: Pryskyřice Kovář 2, Šrouby Morava 1
suppliers Europe/Paris german: Sägetechnik Weiß 2, Lackhaus Löffler 1
suppliers Europe/Paris nordic: Gran och Tall 3, Isolering Nord 1
suppliers Europe/Warsaw hungarian: Csavar Kft 1
suppliers Europe/Warsaw vietnamese: Phú Quý Hardware 2
suppliers America/Toronto canadian: Spruce Chain 1
"""  # noqa: RUF001 - Turkish has an i without a dot


def _listed() -> tuple[Firm, ...]:
    found = []
    for line in _LISTED.strip().splitlines():
        kind, firms = line.split(": ")
        segment, zone, culture = kind.split()
        for firm in firms.split(", "):
            name, contacts = firm.rsplit(" ", 1)
            found.append(Firm(name, segment, zone, culture, int(contacts)))
    return tuple(found)


FIRMS = _listed()
