"""What columns, sorts and states are called in views of Dynamics 365, in nine languages.

A view that is exported to Excel or CSV has the names its users see. Before its own columns stand
three that Excel hides, whose names begin with "(Do Not Modify)" in the user's language.
"""

from ingest.rows.columns import by_label

__all__ = ["DIRECTIONS", "ENTITIES", "LABELS", "SORTS", "STATES"]

LABELS = by_label(
    {
        "subject": """Subject | Betreff | Objet | Asunto | Assunto | Oggetto | Onderwerp | Temat
            件名""",
        "regarding": """Regarding | Bezug | Bezieht sich auf | Concernant | Referente a
            A Respeito De | Relativo a | Tema | Argomento | Betreft | Dotyczy | 関連""",
        "type": """Activity Type | Aktivitätstyp | Type d'activité | Tipo de actividad
            Tipo de Atividade | Tipo di impegno | Tipo impegno | Tipo attività | Activiteitstype
            Type activiteit | Typ działania | Typ aktywności | 活動の種類 | 活動タイプ""",
        "status": """Activity Status | Aktivitätsstatus | Statut de l'activité
            État de l'activité | Statut d'activité | Estado de la actividad | Estado de actividad
            Status da Atividade | Estado da Atividade | Stato impegno | Stato attività
            Activiteitsstatus | Status van activiteit | Status activiteit | Stan działania
            Status działania | Stan aktywności | 活動の状態 | 活動状況 | 活動ステータス""",
        "owner": """Owner | Besitzer | Besitzende Person | Propriétaire | Propietario
            Proprietário | Proprietario | Eigenaar | Właściciel | 所有者""",
        "start": """Start Date | Start Time | Startdatum | Startzeit | Date de début
            Heure de début | Fecha de inicio | Hora de inicio | Data de Início | Hora de Início
            Data inizio | Data di inizio | Ora inizio | Ora di inizio | Begindatum | Begintijd
            Data rozpoczęcia | Godzina rozpoczęcia | 開始日 | 開始時刻 | 開始日時""",
        "due": """Due Date | End Date | End Time | Fälligkeitsdatum | Fällig | Enddatum | Endzeit
            Date d'échéance | Échéance | Date de fin | Heure de fin | Fecha de vencimiento
            Fecha de finalización | Hora de finalización | Data de Conclusão
            Data para Conclusão | Data de Término | Hora de Término | Scadenza | Data scadenza
            Data di scadenza | Ora fine | Vervaldatum | Einddatum | Eindtijd | Termin
            Data ukończenia | Termin wykonania | Data zakończenia | 期限 | 期日 | 終了時刻""",
        "actualstart": """Actual Start | Tatsächlicher Beginn | Tatsächlicher Start | Début réel
            Inicio real | Início Real | Inizio effettivo | Werkelijke begindatum
            Rzeczywisty początek | 実際の開始日""",
        "actualend": """Actual End | Date Sent | Tatsächliches Ende | Sendedatum | Fin réelle
            Date d'envoi | Fin real | Finalización real | Fecha de envío | Término Real
            Data de Envio | Fine effettiva | Data invio | Werkelijke einddatum | Verzenddatum
            Rzeczywiste zakończenie | Data wysłania | 実際の終了日 | 送信日""",
        "createdon": """Created On | Date Created | Erstellt am | Erstellungsdatum | Créé le
            Date de création | Fecha de creación | Creado el | Criado em | Data de Criação
            Data creazione | Data di creazione | Gemaakt op | Aangemaakt op | Data utworzenia
            Utworzono | 作成日""",
        "modifiedon": """Modified On | Last Updated | Date Modified | Geändert am
            Letzte Aktualisierung | Modifié le | Modificado el | Fecha de modificación
            Modificado em | Data modifica | Data ultima modifica | Gewijzigd op
            Zmodyfikowano | Data modyfikacji | 修正日 | 更新日""",
        "from": """From | Call From | Von | Anruf von | De | Appel de | Llamada de | Chamada de
            Da | Chiamata da | Van | Gesprek van | Od | Rozmowa od | 差出人 | 発信元""",
        "to": """To | Call To | An | Anruf an | À | Appel à | Para | Llamada a | Chamada para | A
            Chiamata a | Aan | Gesprek met | Do | Rozmowa do | 宛先 | 発信先""",
        "cc": "Cc | CC",
        "organizer": """Organizer | Organisator | Organisateur | Organizador | Organizzatore
            Organizator | 開催者""",
        "required": """Required Attendees | Required | Erforderliche Teilnehmer
            Participants obligatoires | Asistentes necesarios | Asistentes obligatorios
            Participantes Obrigatórios | Partecipanti obbligatori | Vereiste deelnemers
            Wymagani uczestnicy | 必須出席者""",
        "optional": """Optional Attendees | Optionale Teilnehmer | Participants facultatifs
            Asistentes opcionales | Participantes Opcionais | Partecipanti facoltativi
            Optionele deelnemers | Opcjonalni uczestnicy | 任意出席者""",
        "direction": """Direction | Richtung | Sens | Dirección | Direção | Direzione | Richting
            Kierunek | 方向""",
        "fullname": """Full Name | Vollständiger Name | Nom complet | Nombre completo
            Nome Completo | Nome e cognome | Volledige naam | Imię i nazwisko | 氏名 | 名前""",
        "email": """Email | E-mail | E-Mail | Courrier électronique | Adresse e-mail
            Correo electrónico | Posta elettronica | E-mailadres | Adres e-mail | 電子メール""",
        "company": """Company Name | Company | Firmenname | Firma | Nom de la société | Société
            Nombre de la compañía | Compañía | Nome da Empresa | Empresa | Nome società | Società
            Bedrijfsnaam | Bedrijf | Nazwa firmy | 会社名""",
        "jobtitle": """Job Title | Position | Fonction | Puesto | Cargo | Posizione | Functie
            Stanowisko | 役職""",
        "phone": """Business Phone | Geschäftlich | Telefon (geschäftlich)
            Téléphone professionnel | Teléfono del trabajo | Telefone Comercial
            Telefono ufficio | Telefoon (werk) | Telefon służbowy | 勤務先電話""",
    }
)  # fmt: skip
"""The field of each column, by the name that `plain` gives it."""

SORTS = by_label(
    {
        "phonecall": """Phone Call | Telefonanruf | Telefonat | Appel téléphonique
            Llamada de teléfono | Llamada telefónica | Telefonema | Chamada Telefônica
            Chamada telefónica | Telefonata | Telefoongesprek | Rozmowa telefoniczna
            Połączenie telefoniczne | 電話 | 電話での連絡""",
        "email": """Email | E-mail | E-Mail | Courrier électronique | E-mail message
            Correo electrónico | Posta elettronica | Wiadomość e-mail | 電子メール""",
        "appointment": """Appointment | Termin | Rendez-vous | Cita | Compromisso | Appuntamento
            Afspraak | Spotkanie | 予定 | Recurring Appointment | Terminserie | Terminplanung""",
        "task": """Task | Aufgabe | Tâche | Tarea | Tarefa | Attività | Taak | Zadanie | タスク""",
        "letter": """Letter | Fax | Brief | Lettre | Télécopie | Carta | Lettera | List | Faks
            レター | FAX""",
    }
)  # fmt: skip
"""The sort of activity that a word means."""

STATES = by_label(
    {
        "open": """Open | Offen | Draft | Entwurf | Ouvert | Ouverte | Brouillon | Abierta | Abierto
            Borrador | Aberta | Aberto | Em aberto | Rascunho | Aperto | Aperta | Bozza | Otwarte
            Otwarta | Otwarty | Wersja robocza | オープン | 未完了 | 下書き""",
        "completed": """Completed | Sent | Received | Made | Abgeschlossen | Gesendet | Erhalten
            Terminé | Terminée | Envoyé | Reçu | Completada | Completado | Enviado | Recibido
            Concluída | Concluído | Concluida | Enviada | Recebido | Completato | Completata
            Inviato | Ricevuto | Voltooid | Verzonden | Ontvangen | Ukończone | Ukończono
            Zakończone | Ukończony | Ukończona | Wysłano | Odebrano | 完了 | 完了済み
            送信済み | 受信済み""",
        "canceled": """Canceled | Cancelled | Storniert | Abgebrochen | Abgesagt | Annulé | Annulée
            Cancelada | Cancelado | Annullato | Annullata | Geannuleerd | Anulowane | Anulowano
            Anulowany | Anulowana | 取り消し | 取り消し済み | キャンセル | 取消""",
        "scheduled": """Scheduled | Geplant | Planifié | Planifiée | Programada | Programado
            Agendada | Agendado | Pianificato | Pianificata | Gepland | Zaplanowane | Zaplanowano
            Zaplanowany | Zaplanowana | 予定済み | スケジュール済み""",
    }
)  # fmt: skip
"""The state of an activity that a word means."""

DIRECTIONS = by_label(
    {
        "incoming": """Incoming | Eingehend | Entrant | Entrante | Entrada | In arrivo | Inkomend
            Przychodzące | Przychodząca | Przychodzący | 着信 | 受信""",
    }
)  # fmt: skip

ENTITIES = by_label(
    {
        "contact": """Contact | Kontakt | Contacto | Contato | Contatto | Contactpersoon
            取引先担当者""",
        "lead": """Lead | Prospect | Cliente potencial | Cliente Potencial | Potencjalny klient
            潜在顧客""",
        "activity": "Activity | Aktivität | Activité | Actividad | Atividade | Impegno | Attività"
        " | Activiteit | Działanie | Aktywność | 活動",
    }
)
"""What the records of a view are, as its first hidden column says."""
