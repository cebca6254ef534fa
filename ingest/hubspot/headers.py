"""Headers of HubSpot's exports for people, in the languages of its accounts.

An export from a list of records has the labels of properties as they are shown, the number of the
record first. What these are called is known for default properties alone; own ones stay unread.
"""

from ingest.rows.columns import by_label

__all__ = ["HEADERS"]

_LABELS = {
    "recordid": """Datensatz-ID | Datensatznummer | ID de fiche d'informations | ID de la fiche
        ID d'enregistrement | ID de l'enregistrement | ID de registro | ID del registro
        ID do registro | ID record | ID del record | Record-ID | ID rekordu | Post-ID | Tietue-ID
        レコードID | 记录 ID | 記錄 ID | 레코드 ID | ID записи""",
    "firstname": """Vorname | Prénom | Nombre | Nome | Voornaam | Imię | Förnamn | Fornavn
        Etunimi | 名 | 名字 | 이름 | Имя""",
    "lastname": """Nachname | Nom | Nom de famille | Apellidos | Apellido | Sobrenome | Cognome
        Achternaam | Nazwisko | Efternamn | Etternavn | Sukunimi | 姓 | 姓氏 | 성 | Фамилия""",
    "email": """E-Mail | E-Mail-Adresse | Adresse e-mail | Correo | Correo electrónico
        Dirección de correo electrónico | Endereço de e-mail | Indirizzo e-mail | E-mailadres
        Adres e-mail | E-post | E-postadress | Eメール | メールアドレス | 电子邮件 | 電子郵件
        이메일 | Эл. почта | Электронная почта""",
    "phonenumber": """Telefonnummer | Numéro de téléphone | Número de teléfono | Telefone
        Número de telefone | Numero di telefono | Telefoonnummer | Numer telefonu | 電話番号
        电话号码 | 電話號碼 | 전화번호 | Номер телефона""",
    "contactowner": """Kontakt-Inhaber | Kontaktinhaber | Zuständiger Mitarbeiter
        Kontakt-Verantwortlicher | Propriétaire du contact | Propietario del contacto
        Proprietário do contato | Proprietario del contatto | Eigenaar van contactpersoon
        Contacteigenaar | Właściciel kontaktu | コンタクト担当者 | 联系人所有者 | 연락처 소유자""",
    "companyowner": """Unternehmens-Inhaber | Inhaber des Unternehmens
        Propriétaire de l'entreprise
        Propietario de la empresa | Proprietário da empresa | Proprietario dell'azienda
        Bedrijfseigenaar | Właściciel firmy | 会社の担当者 | 会社担当者 | 公司所有者""",
    "lifecyclestage": """Lifecycle-Phase | Phase du cycle de vie | Étape du cycle de vie
        Etapa del ciclo de vida | Fase del ciclo de vida | Estágio do ciclo de vida
        Fase del ciclo di vita | Levenscyclusfase | Etap cyklu życia | ライフサイクルステージ
        生命周期阶段 | 수명 주기 단계""",
    "companyname": """Unternehmensname | Name des Unternehmens | Nom de l'entreprise
        Nombre de la empresa | Nome da empresa | Nome azienda | Nome dell'azienda | Bedrijfsnaam
        Nazwa firmy | Företagsnamn | 会社名 | 公司名称 | 公司名稱 | 회사 이름
        Название компании""",
    "associatedcompany": """Zugehöriges Unternehmen | Verknüpftes Unternehmen | Entreprise associée
        Empresa asociada | Empresa associada | Azienda associata | Gekoppeld bedrijf
        関連する会社 | 关联公司""",
    "associatedcompanyids": """Zugehörige Unternehmens-IDs | Verknüpfte Unternehmens-IDs
        IDs des entreprises associées | ID des entreprises associées | ID de empresas asociadas
        IDs de empresas associadas | ID aziende associate | 関連する会社のID | 関連会社ID""",
    "associatedcontactids": """Zugehörige Kontakt-IDs | Verknüpfte Kontakt-IDs
        IDs des contacts associés | ID des contacts associés | ID de contactos asociados
        IDs de contatos associados | ID contatti associati | 関連するコンタクトのID
        関連コンタクトID""",
    "createdate": """Erstelldatum | Erstellungsdatum | Erstellt am | Date de création
        Fecha de creación | Data de criação | Data di creazione | Aanmaakdatum | Data utworzenia
        作成日 | 创建日期 | 建立日期 | 생성일 | Дата создания""",
    "jobtitle": """Jobtitel | Berufsbezeichnung | Position | Intitulé du poste | Poste | Cargo
        Puesto | Título do cargo | Qualifica | Posizione lavorativa | Functietitel | Stanowisko
        役職 | 职位 | 職稱 | 직책 | Должность""",
    "companydomainname": """Unternehmens-Domain-Name | Domainname des Unternehmens
        Nom de domaine de l'entreprise | Nombre de dominio de la empresa
        Nome de domínio da empresa | Nome di dominio dell'azienda | Domeinnaam van bedrijf
        会社のドメイン名 | 公司域名""",
    "industry": """Branche | Secteur | Secteur d'activité | Sector | Setor | Settore | Branża
        業種 | 行业""",
    "annualrevenue": """Jahresumsatz | Chiffre d'affaires annuel | Ingresos anuales
        Receita anual | Fatturato annuo | Jaaromzet | Roczny przychód | 年間収益 | 年收入""",
    "dealname": """Dealname | Deal-Name | Nom de la transaction | Nombre del negocio
        Nome do negócio | Nome trattativa | Nome dell'affare | Dealnaam | Nazwa transakcji | 取引名
        交易名称 | 거래 이름""",
    "dealstage": """Deal-Phase | Dealphase | Phase de la transaction | Étape de la transaction
        Etapa del negocio | Etapa do negócio | Fase trattativa | Fase dell'affare | Dealfase
        Etap transakcji | 取引ステージ | 交易阶段 | 거래 단계""",
    "amount": """Betrag | Höhe | Montant | Valor | Importe | Cantidad | Importo | Bedrag | Kwota
        金額 | 金额 | 금액""",
    "closedate": """Abschlussdatum | Date de fermeture | Date de clôture | Fecha de cierre
        Data de fechamento | Data di chiusura | Sluitingsdatum | Data zamknięcia | クローズ日
        关闭日期 | 마감일""",
}  # fmt: skip

HEADERS = by_label(_LABELS)
"""The name that `plain` gives a label, and the property it is the label of, in English."""
