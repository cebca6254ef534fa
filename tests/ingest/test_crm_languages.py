# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Exports of CRM systems of other accounts: other languages, encodings, delimiters, own fields."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.model import Kind
from ingest.crm.words import is_done, is_lost, kind_told, life_stage
from ingest.dynamics.source import Dynamics
from ingest.files.survey import surveyed
from ingest.hubspot.source import HubSpot
from ingest.salesforce.source import Salesforce
from ingest.source import Reading, Source
from ingest.sources import source_for
from ingest.zoho.source import Zoho
from tests.ingest.gathered import CLOCK, Gathered, file_at, gathered, written

CONTACTS = {
    "german": (
        "Datensatz-ID;Vorname;Nachname;E-Mail;Telefonnummer;Kontakt-Inhaber;Lifecycle-Phase;"
        "Unternehmensname;Erstelldatum;Jobtitel\n"
        "501;Jörg;Müller;joerg@acme.example;+49 30 123;Rita Rep;Kunde;Acme GmbH;01.02.2025 09:30;"
        "Einkäufer\n"
    ),
    "french": (
        "ID de fiche d'informations,Prénom,Nom,E-mail,Numéro de téléphone,Propriétaire du contact,"
        "Phase du cycle de vie,Nom de l'entreprise,Date de création,Intitulé du poste\n"
        "501,Jörg,Müller,joerg@acme.example,+49 30 123,Rita Rep,Client,Acme GmbH,2025-02-01 09:30,"
        "Einkäufer\n"
    ),
    "japanese": (
        "レコードID,姓,名,Eメール,電話番号,コンタクト担当者,ライフサイクルステージ,会社名,作成日,役職\n"
        "501,Müller,Jörg,joerg@acme.example,+49 30 123,Rita Rep,顧客,Acme GmbH,2025-02-01 09:30,"
        "Einkäufer\n"
    ),
    "spanish": (
        "ID de registro\tNombre\tApellidos\tCorreo\tNúmero de teléfono\tPropietario del contacto\t"
        "Etapa del ciclo de vida\tNombre de la empresa\tFecha de creación\tCargo\n"
        "501\tJörg\tMüller\tjoerg@acme.example\t+49 30 123\tRita Rep\tCliente\tAcme GmbH\t"
        "2025-02-01 09:30\tEinkäufer\n"
    ),
}
WITH_MARK = {"utf-8-sig": "utf-8 with a mark", "utf-16": "as Excel saves Unicode text"}


def read(source: Source, path: Path, data: bytes) -> Gathered:
    path.write_bytes(data)
    assert source.recognises(file_at(path))
    return gathered(source, path)


@pytest.mark.parametrize("encoding", ["utf-8", *WITH_MARK])
@pytest.mark.parametrize("language", CONTACTS)
def test_contacts_that_hubspot_exported_in_another_language_are_the_same(
    language: str, encoding: str, tmp_path: Path
) -> None:
    found = read(HubSpot(), tmp_path / "contacts.csv", CONTACTS[language].encode(encoding))

    assert found.said("name") == {
        ("hubspot:501", "Jörg Müller"), ("org:acme.example", "Acme GmbH"),
    }  # fmt: skip
    assert found.said("segment") == {("hubspot:501", "customers")}
    assert found.said("title") == {("hubspot:501", "Einkäufer")}
    assert found.said("owner") == {("hubspot:501", "Rita Rep")}
    assert found.said("phone") == {("hubspot:501", "+49 30 123")}
    assert {(one.a, one.b) for one in found.merges} == {("email:joerg@acme.example", "hubspot:501")}
    (since,) = {one.since for one in found.facts if one.name == "segment"}
    assert since is not None
    assert since.date().isoformat() == "2025-02-01"


def test_deals_that_hubspot_exported_in_german_concern_their_people(tmp_path: Path) -> None:
    (tmp_path / "unternehmen.csv").write_text(
        "Datensatz-ID,Unternehmensname,Unternehmens-Domain-Name\n601,Acme GmbH,acme.example\n"
    )
    path = tmp_path / "deals.csv"
    path.write_text(
        "Datensatz-ID,Dealname,Deal-Phase,Abschlussdatum,Betrag,Verknüpfte Kontakt-IDs,"
        "Verknüpfte Unternehmens-IDs,Erstelldatum\n"
        "7,Dach,Abgeschlossen und verloren,2026-02-01,100,501;502,601,2025-01-01\n"
    )
    told = surveyed([tmp_path], [HubSpot()], tmp_path)[0]
    found = gathered(HubSpot(), path, survey=told)

    assert found.said("deal") == {("org:acme.example", "Dach")}
    assert found.said("segment") == {("hubspot:501", "deal Dach"), ("hubspot:502", "deal Dach")}


@pytest.mark.parametrize(
    "text",
    ["Vorname,Nachname,E-Mail\nAnn,Lee,a@x.example\n", "名,姓,Eメール\nA,L,a@x.example\n",
     "Datensatz-ID,Betrag\n1,2\n"],
)  # fmt: skip
def test_lists_of_people_without_the_number_of_a_record_are_not_hubspots(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")

    assert not HubSpot().recognises(file_at(path))


HEAD = ("Id", "IsDeleted", "LastName", "FirstName", "AccountId", "OwnerId", "Email",
        "acme__Score__c", "Größe__c")  # fmt: skip
CELLS = ("0031G00001S3ckZ", "false", "Müller’s", "Šárka", "0011G00001S3ckZ", "0051G00001S3ckZ",
         "sarka@acme.example", "5", "XL")  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", *WITH_MARK])
def test_an_export_of_salesforce_is_read_whatever_program_saved_it(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    rows = (delimiter.join(f'"{cell}"' for cell in row) for row in (HEAD, CELLS))
    found = read(Salesforce(), tmp_path / "Contact.csv", "\r\n".join(rows).encode(encoding))

    assert found.said("name") == {("salesforce:0031G00001S3ckZQAR", "Šárka Müller’s")}


@pytest.mark.parametrize(
    ("status", "kind", "means"),
    [
        ("完了", "電話", Kind.CALL), ("Abgeschlossen", "Anruf", Kind.CALL),
        ("Terminé", "Rendez-vous", Kind.MEETING), ("Completada", "Correo electrónico", Kind.EMAIL),
        ("已完成", "会议", Kind.MEETING), ("Zakończone", "Rozmowa", Kind.CALL),
    ],
)  # fmt: skip
def test_a_task_of_salesforce_is_done_in_the_language_of_its_account(
    status: str, kind: str, means: Kind, tmp_path: Path
) -> None:
    text = (
        "ID,WHOID,SUBJECT,ACTIVITYDATE,STATUS,OWNERID,TYPE\n00T1G00001S3ckZ,0031G00001S3ckZ,x,"
        f"2026-03-01,{status},0051G00001S3ckZ,{kind}\n"
    )
    (found,) = read(Salesforce(), tmp_path / "Task.csv", text.encode()).interactions

    assert found.kind == means


def zoho(**more: Any) -> bytes:
    record = {
        "id": "4970762000000335301", "Owner": {"name": "Rita", "id": "4970762000000326001"},
        "Who_Id": {"id": "4970762000000335001"}, "Created_Time": "2026-03-01T10:00:00+01:00",
        "Subject": "x", **more,
    }  # fmt: skip
    return json.dumps({"data": [record]}).encode()


@pytest.mark.parametrize(
    ("way", "is_inbound"),
    [("Inbound", True), ("Eingehend", True), ("Appel entrant", True), ("Missed", True),
     ("Verpasst", True), ("Outbound", False), ("Ausgehend", False), ("発信", False)],
)  # fmt: skip
def test_the_way_of_a_call_of_zoho_is_read_in_its_language(
    way: str, is_inbound: bool, tmp_path: Path
) -> None:
    data = zoho(Call_Type=way, Call_Start_Time="2026-03-01T10:00:00+01:00")
    (call,) = read(Zoho(), tmp_path / "Calls.json", data).interactions

    assert (call.sender == "zoho:4970762000000335001") == is_inbound


def test_what_dynamics_shows_in_another_language_stands_by_its_number(tmp_path: Path) -> None:
    shown = "@OData.Community.Display.V1.FormattedValue"
    ids = [f"00000000-0000-0000-0000-00000000000{k}" for k in (1, 2, 3)]
    account = {
        "accountid": ids[0], "name": "Acme", "customertypecode": 3, "createdon": "2025-01-01",
        f"customertypecode{shown}": "Kundin",
    }  # fmt: skip
    deal = {
        "opportunityid": ids[1], "name": "Dach", "statecode": 2, f"statecode{shown}": "Misslungen",
        "createdon": "2025-01-01T00:00:00Z", "actualclosedate": "2026-02-01", "actualvalue": 5,
        "_parentaccountid_value": ids[0],
    }  # fmt: skip
    case = {
        "incidentid": ids[2], "title": "x", "createdon": "2025-01-01T00:00:00Z",
        "_primarycontactid_value": ids[1], "caseorigincode": 1, f"caseorigincode{shown}": "Telefon",
    }  # fmt: skip
    path = tmp_path / "all.json"
    path.write_text(json.dumps({"value": [account, deal, case]}), "utf-8")
    (batch,) = Dynamics().read(file_at(path), Reading(CLOCK))
    until = {row["name"]: row["until"] for row in batch.facts.to_pylist()}
    (found,) = gathered(Dynamics(), path).interactions

    assert gathered(Dynamics(), path).said("segment") == {("org:acme", "customers")}
    assert until["deal"] is not None
    assert found.kind == Kind.CALL


def test_words_that_mean_something_else_are_left_alone() -> None:
    assert not any(map(is_done, ["Not started", "Nicht begonnen", "In Progress", "進行中", ""]))
    assert not any(map(is_lost, ["Closed Won", "Gewonnen", "Gagné", "受注", "Negotiation"]))
    assert [kind_told(text) for text in ("Angebot", "Terminated", "Fax", "")] == [None] * 4
    assert life_stage("marketingqualifiedlead") == "marketingqualifiedlead"


REPORTS = {
    "english": (
        "Assigned,Subject,Date,Task,Status,Contact,Company / Account,Email",
        "First Name,Last Name,Title,Account Name,Email,Contact Owner,Created Date",
        "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date,Created Date",
    ),
    "german": (
        "Zugewiesen,Thema,Datum,Aufgabe,Status,Kontakt,Firma/Account,E-Mail",
        "Vorname,Nachname,Titel,Account-Name,E-Mail,Kontaktinhaber,Erstelldatum",
        "Opportunity-Inhaber,Account-Name,Opportunity-Name,Phase,Betrag,Schlusstermin,Erstelldatum",
    ),
    "french": (
        "Attribué,Objet,Date,Tâche,Statut,Contact,Société/Compte,E-mail",
        "Prénom,Nom,Titre,Nom du compte,E-mail,Propriétaire du contact,Date de création",
        (
            "Propriétaire de l'opportunité,Nom du compte,Nom de l'opportunité,Étape,Montant,"
            "Date de clôture,Date de création"
        ),
    ),
    "spanish": (
        "Asignado,Asunto,Fecha,Tarea,Estado,Contacto,Compañía/Cuenta,Correo electrónico",
        (
            "Nombre,Apellidos,Cargo,Nombre de la cuenta,Correo electrónico,"
            "Propietario del contacto,Fecha de creación"
        ),
        (
            "Propietario de oportunidad,Nombre de la cuenta,Nombre de la oportunidad,Etapa,Importe,"
            "Fecha de cierre,Fecha de creación"
        ),
    ),
    "portuguese": (
        "Atribuído,Assunto,Data,Tarefa,Status,Contato,Empresa/Conta,Email",
        "Primeiro nome,Sobrenome,Cargo,Nome da conta,Email,Proprietário do contato,Data de criação",
        (
            "Proprietário da oportunidade,Nome da conta,Nome da oportunidade,Fase,Valor,"
            "Data de fechamento,Data de criação"
        ),
    ),
    "italian": (
        "Assegnato,Oggetto,Data,Operazione,Stato,Referente,Società/Account,Email",
        "Nome,Cognome,Titolo,Nome account,Email,Titolare referente,Data creazione",
        (
            "Titolare opportunità,Nome account,Nome opportunità,Fase,Importo,Data di chiusura,"
            "Data creazione"
        ),
    ),
    "dutch": (
        "Toegewezen,Onderwerp,Datum,Taak,Status,Contactpersoon,Bedrijf/Account,E-mail",
        "Voornaam,Achternaam,Titel,Accountnaam,E-mail,Eigenaar contactpersoon,Aanmaakdatum",
        (
            "Eigenaar van opportunity,Accountnaam,Naam opportunity,Fase,Bedrag,Sluitingsdatum,"
            "Aanmaakdatum"
        ),
    ),
    "polish": (
        "Przypisane,Temat,Data,Zadanie,Stan,Kontakt,Firma/Konto,Email",
        "Imię,Nazwisko,Stanowisko,Nazwa konta,Email,Właściciel kontaktu,Data utworzenia",
        (
            "Właściciel szansy sprzedaży,Nazwa konta,Nazwa szansy sprzedaży,Etap,Kwota,"
            "Data zamknięcia,Data utworzenia"
        ),
    ),
    "japanese": (
        "任命先,件名,日付,ToDo,状況,取引先責任者,会社/取引先,メール",
        "名,姓,役職,取引先名,メール,取引先責任者 所有者,作成日",
        "商談 所有者,取引先名,商談名,フェーズ,金額,完了予定日,作成日",
    ),
}
DONE = {
    "english": "Completed", "german": "Abgeschlossen", "french": "Terminé", "spanish": "Completada",
    "portuguese": "Concluída", "italian": "Completato", "dutch": "Voltooid",
    "polish": "Zakończone", "japanese": "完了",
}  # fmt: skip
ROWS = (
    "Rita Rep,Offer,13.03.2026,1,{done},Ann Smith,Acme Ltd,ann@acme.example",
    "Ann,Smith,Buyer,Acme Ltd,ann@acme.example,Rita Rep,31.01.2025",
    "Rita Rep,Acme Ltd,Big deal,X,1200,31.12.2026,13.02.2026",
)


@pytest.mark.parametrize("language", [one for one in REPORTS if one != "english"])
def test_reports_of_salesforce_are_the_same_in_every_language(
    language: str, tmp_path: Path
) -> None:
    for number, row in enumerate(ROWS):
        found = []
        for one in ("english", language):
            path = tmp_path / f"report-{one}-{number}.csv"
            path.write_text(f"{REPORTS[one][number]}\n{row.format(done=DONE[one])}\n")
            source = source_for(file_at(path))
            assert source is not None
            assert source.name == "salesforce"
            found.append(written(gathered(source, path)))
        assert found[0] == found[1]
        assert '"rejected"' not in found[0]
        assert ("Ann Smith" in found[0]) == (number < 2)


def test_a_table_whose_encoding_nothing_tells_says_how_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "Contact.csv"
    path.write_bytes("Id,LastName,IsDeleted,OwnerId\n0031G00001S3ckZQAR,Ñu,0,\n".encode("cp1252"))

    (warning,) = gathered(Salesforce(), path).warnings

    assert warning == "Contact.csv: not UTF-8, read as Latin-1; letters beyond it may be wrong"
