"""Columns of Salesforce's reports in eight more languages.

A report has the labels of fields as they are shown to who made it. What these are called is known
for the standard fields that are read; a table is translated as a whole, and only where that makes a
report of it.
"""

from collections.abc import Iterable

from ingest.rows.columns import by_label

__all__ = ["ENGLISH", "in_english"]

_LABELS = {
    "recordid": """Datensatz-ID | ID de registro | ID do registro | ID record | ID rekordu
        ID de l'enregistrement | Record-ID | レコードID""",
    "assigned": """Zugewiesen | Zugewiesen an | Zugewiesen zu | Zugeordnet | Attribué | Attribué à
        Asignado | Asignado a | Atribuído | Atribuído a | Assegnato | Assegnato a | Toegewezen
        Toegewezen aan | Przypisane | Przypisane do | Przypisano do | 任命先 | 割り当て先""",
    "subject": """Thema | Betreff | Objet | Asunto | Assunto | Oggetto | Onderwerp | Temat
        件名""",
    "date": "Datum | Fecha | Data | 日付",
    "duedate": """Fälligkeitsdatum | Fällig am | Date d'échéance | Fecha de vencimiento
        Data de vencimento | Data di scadenza | Vervaldatum | Termin | 期日""",
    "start": "Beginn | Début | Inicio | Início | Inizio | Begin | Początek | 開始",
    "end": "Ende | Fin | Fim | Término | Fine | Einde | Koniec | 終了",
    "task": """Aufgabe | Tâche | Tarea | Tarefa | Operazione | Taak | Zadanie | ToDo""",
    "tasksubtype": """Aufgabenuntertyp | Aufgaben-Subtyp | Sous-type de tâche
        Subtipo de tarea | Subtipo de tarefa | Sottotipo operazione | Subtype taak
        Podtyp zadania | ToDo サブタイプ""",
    "type": "Typ | Tipo | 種別",
    "status": "Statut | Estado | Stato | Stan | 状況",
    "contact": """Kontakt | Contacto | Contato | Referente | Contactpersoon | 取引先責任者
        名前""",
    "lead": """Piste | Candidato | Prospecto | Namiar | Potencjalny klient | リード""",
    "companyaccount": """Firma/Account | Unternehmen/Account | Société/Compte | Société / Compte
        Compañía/Cuenta | Empresa/Cuenta | Compañía / Cuenta | Empresa/Conta | Società/Account
        Azienda/Account | Bedrijf/Account | Firma/Konto | 会社/取引先 | 会社名/取引先名
        会社 / 取引先""",
    "opportunity": """Opportunité | Oportunidad | Oportunidade | Opportunità | Szansa
        Szansa sprzedaży | 商談""",
    "email": """E-Mail | E-Mail-Adresse | Adresse e-mail | Correo electrónico | E-mailadres
        Indirizzo email | Adres e-mail | メール | メールアドレス""",
    "callduration": """Anrufdauer | Durée de l'appel | Duración de la llamada
        Duração da chamada | Durata chiamata | Gespreksduur | Czas trwania połączenia
        コール時間""",
    "callresult": """Anrufergebnis | Résultat de l'appel | Resultado de la llamada
        Resultado da chamada | Risultato chiamata | Gespreksresultaat | Wynik połączenia
        コール結果""",
    "calltype": """Anruftyp | Type d'appel | Tipo de llamada | Tipo de chamada | Tipo chiamata
        Gesprekstype | Typ połączenia | コール種別""",
    "comments": """Kommentare | Commentaires | Comentarios | Comentários | Commenti
        Opmerkingen | Komentarze | コメント""",
    "fullcomments": """Vollständige Kommentare | Commentaires complets
        Comentarios completos | Comentários completos | Commenti completi
        Volledige opmerkingen | Pełne komentarze | コメント全文""",
    "activityid": """Aktivitäts-ID | ID d'activité | ID de l'activité | ID de actividad
        ID da atividade | ID attività | Activiteits-ID | Identyfikator działania | 活動 ID""",
    "contactid": """Kontakt-ID | ID du contact | ID de contacto | ID del contacto
        ID do contato | ID referente | Contactpersoon-ID | Identyfikator kontaktu
        取引先責任者 ID""",
    "leadid": """ID de la piste | ID de piste | ID de candidato | ID do lead | ID lead
        Identyfikator namiaru | リード ID""",
    "opportunityid": """ID de l'opportunité | ID de oportunidad | ID de la oportunidad
        ID da oportunidade | ID opportunità | Identyfikator szansy sprzedaży | 商談 ID""",
    "accountid": """ID du compte | ID de cuenta | ID de la cuenta | ID da conta | ID account
        Identyfikator konta | 取引先 ID""",
    "createddate": """Erstelldatum | Erstellungsdatum | Erstellt am | Date de création
        Fecha de creación | Data de criação | Data creazione | Data di creazione | Aanmaakdatum
        Data utworzenia | 作成日""",
    "lastmodifieddate": """Datum der letzten Änderung | Zuletzt geändert am
        Date de la dernière modification | Fecha de última modificación
        Data da última modificação | Data ultima modifica | Laatst gewijzigd op
        Data ostatniej modyfikacji | 最終更新日""",
    "firstname": """Vorname | Prénom | Nombre | Nombre de pila | Primeiro nome | Nome
        Nome próprio | Voornaam | Imię | 名""",
    "lastname": """Nachname | Nom | Nom de famille | Apellidos | Apellido | Sobrenome | Apelido
        Cognome | Achternaam | Nazwisko | 姓""",
    "title": """Titel | Position | Titre | Fonction | Cargo | Puesto | Título | Titolo
        Qualifica | Posizione | Functie | Stanowisko | 役職""",
    "department": """Abteilung | Service | Département | Departamento | Reparto | Afdeling
        Dział | 部署""",
    "phone": """Telefon | Téléphone | Teléfono | Telefone | Telefono | Telefoon | 電話""",
    "mobile": """Mobiltelefon | Mobil | Móvil | Celular | Telemóvel | Cellulare | Mobiel
        Telefon komórkowy | 携帯 | 携帯電話""",
    "accountname": """Accountname | Nom du compte | Nombre de la cuenta | Nombre de cuenta
        Nome da conta | Nome account | Accountnaam | Nazwa konta | 取引先名""",
    "company": """Firma | Unternehmen | Société | Compañía | Empresa | Società | Azienda
        Bedrijf | 会社名 | 会社""",
    "website": "Site Web | Sitio web | Site | Sito Web | Strona internetowa | Web サイト",
    "industry": "Branche | Secteur d'activité | Sector | Setor | Settore | Branża | 業種",
    "contactowner": """Kontaktinhaber | Propriétaire du contact | Propietario del contacto
        Proprietário do contato | Titolare referente | Titolare del referente
        Eigenaar contactpersoon | Eigenaar van contactpersoon | Właściciel kontaktu
        取引先責任者 所有者 | 取引先責任者の所有者""",
    "accountowner": """Accountinhaber | Account-Inhaber | Propriétaire du compte
        Propietario de la cuenta | Proprietário da conta | Titolare account
        Accounteigenaar | Eigenaar account | Eigenaar van account | Właściciel konta
        取引先 所有者 | 取引先の所有者""",
    "leadowner": """Leadinhaber | Lead-Inhaber | Propriétaire de la piste
        Propietario del candidato | Propietario del prospecto | Proprietário do lead
        Titolare lead | Leadeigenaar | Eigenaar lead | Eigenaar van lead | Właściciel namiaru
        Właściciel potencjalnego klienta | リード 所有者 | リードの所有者""",
    "opportunityowner": """Opportunity-Inhaber | Opportunityinhaber
        Propriétaire de l'opportunité | Propietario de la oportunidad
        Propietario de oportunidad | Proprietário da oportunidade | Titolare opportunità
        Eigenaar opportunity | Eigenaar van opportunity | Opportunity-eigenaar
        Właściciel szansy sprzedaży | 商談 所有者 | 商談の所有者""",
    "opportunityname": """Opportunityname | Nom de l'opportunité | Nombre de la oportunidad
        Nombre de oportunidad | Nome da oportunidade | Nome opportunità | Naam opportunity
        Naam van opportunity | Opportunity-naam | Nazwa szansy sprzedaży | Nazwa szansy | 商談名""",
    "stage": "Phase | Étape | Etapa | Fase | Etap | フェーズ",
    "amount": "Betrag | Montant | Importe | Monto | Valor | Importo | Ammontare | Bedrag | Kwota"
    " | 金額",
    "closedate": """Schlusstermin | Abschlussdatum | Date de clôture | Date de fermeture
        Fecha de cierre | Data de fechamento | Data de fecho | Data di chiusura | Data chiusura
        Sluitingsdatum | Data zamknięcia | 完了予定日""",
    "role": "Rolle | Rôle | Función | Rol | Função | Ruolo | Rola | ロール | 役割",
    "converted": """Umgewandelt | Konvertiert | Converti | Convertido | Convertito
        Geconverteerd | Przekształcony | 取引の開始済み""",
}  # fmt: skip

ENGLISH = by_label(_LABELS)
"""The name that `plain` gives a label, and that of the same field in English."""


def in_english(names: Iterable[str]) -> dict[str, str]:
    """Give the English name of each of these, or its own.

    >>> from ingest.rows.columns import plain
    >>> in_english([plain("Account-Name"), plain("Kontaktinhaber"), plain("Kundennummer")])
    {'accountname': 'accountname', 'kontaktinhaber': 'contactowner', 'kundennummer': 'kundennummer'}
    """
    return {name: ENGLISH.get(name, name) for name in names}
