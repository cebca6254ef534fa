"""Words of addresses that several people answer, by language; letters without marks, small.

Words that are names of people as well ("post", "lager", "iroda", "rh" for Rasmus Hansen) are left
out: a person taken for a mailbox is missing from every answer.
"""

__all__ = ["FOREIGN", "PLACES", "ROLES", "UNANSWERED"]

_ENGLISH = """
    info infos information contact contactus hello hi hey welcome office reception frontdesk
    enquiries inquiries enquiry inquiry admin administrator administration webmaster webteam
    hostmaster root abuse noc security privacy legal compliance dpo sales presales marketing press
    newsroom editorial media pr events partners support techsupport technicalsupport itsupport
    ithelp help helpdesk servicedesk service services customerservice customercare customersupport
    customers clients care feedback complaints billing invoice invoices invoicing accounts
    accounting accountspayable accountsreceivable ap ar finance payroll payments refunds returns
    orders order purchasing procurement shop store shipping logistics dispatch warehouse
    reservations booking bookings quotes estimates operations engineering developers dev devs devops
    jobs careers recruiting recruitment hr humanresources people team staff members all everyone
    communications socialmedia registration subscriptions membership donations volunteers
    import export
"""
_OTHERS = {
    "Arabic, Persian and Hebrew, as written in Latin letters": "alaqat mabieat foroosh poshtibani"
    " sherut mechirot",
    "Chinese, as written in Latin letters": "kefu xiaoshou caiwu zhaopin renshi"
    " shichangbu caigou yingye",
    "Croatian, Serbian, Slovene": """prodaja podrska racunovodstvo nabava narudzbe racuni posao
        narocila trgovina tajnistvo upiti""",
    "Czech, Slovak": """objednavky obchod fakturace fakturacia podpora prodej predaj ucetni uctarna
        uctovnictvo reklamace recepce kancelar podatelna zakaznickyservis eshop""",
    "Dutch": """verkoop inkoop facturen facturatie administratie klantenservice receptie vacatures
        bestellingen boekhouding welkom""",
    "French": """ventes commercial comptabilite facturation accueil serviceclient serviceclients
        contactez bonjour secretariat achats factures commandes recrutement reclamations direction
        relationclient ressourceshumaines""",
    "German": """kontakt buero vertrieb verkauf einkauf buchhaltung rechnung rechnungen
        rechnungswesen bewerbung personal anfrage anfragen bestellung bestellungen zentrale empfang
        sekretariat hilfe kundenservice kundendienst auftrag auftraege versand redaktion datenschutz
        hallo karriere termin termine verwaltung poststelle mahnwesen kundenbetreuung
        personalabteilung""",
    "Greek": "epikoinonia plirofories poliseis logistirio grammateia exypiretisi paraggelies",
    "Hungarian": """ugyfelszolgalat penzugy titkarsag ertekesites rendeles megrendeles szamlazas
        konyveles recepcio vevoszolgalat szerviz kapcsolat""",
    "Icelandic": "bokhald upplysingar afgreidsla skrifstofa",
    "Indonesian, Malay": """penjualan layanan layananpelanggan keuangan bantuan pemasaran
        khidmatpelanggan jualan pertanyaan pengaduan""",
    "Italian": """vendite amministrazione acquisti assistenza ordini contabilita fatture
        fatturazione clienti segreteria ufficio ufficioacquisti prenotazioni negozio risorseumane
        lavoraconnoi commerciale""",
    "Japanese, as written in Latin letters": """toiawase otoiawase soumu eigyo jinji keiri saiyo
        uketsuke madoguchi""",
    "Nordic": """kontor faktura fakturor ekonomi okonomi regnskab kundservice kundeservice
        kundesupport kundtjanst salg forsaljning postmottak firmapost myynti asiakaspalvelu
        laskutus ostoreskontra toimisto tilaukset""",
    "Polish": """biuro faktury kadry handlowy zamowienia reklamacje ksiegowosc sklep serwis sprzedaz
        rekrutacja praca recepcja""",
    "Portuguese": """contato vendas suporte atendimento financeiro faturamento administracao
        secretaria recepcao juridico cobranca orcamento orcamentos apoio loja ouvidoria encomendas
        reclamacoes""",
    "Romanian": "vanzari comenzi contabilitate relatiiclienti achizitii resurseumane suport"
    " facturare",
    "Russian, Ukrainian, as written in Latin letters": """buh buhgalteria buhgalteriya zakaz zakazy
        otdel otdelkadrov prodazhi podderzhka priemnaya sekretar sklad zakupki ofis sbyt reklama
        rezume kantselyaria""",
    "Russian": "инфо продажи поддержка заказ заказы бухгалтерия офис отделкадров приемная",
    "Spanish": """ventas comercial facturacion contacto compras soporte ayuda hola contabilidad
        pagos pedidos atencionalcliente atencioncliente clientes administracion recepcion rrhh
        reservas tienda facturas oficina gerencia cobranzas tesoreria recursoshumanos""",
    "Turkish": """destek teknikdestek bilgi iletisim muhasebe satis satinalma insankaynaklari
        kurumsal musteri musterihizmetleri siparis finans pazarlama ihracat ithalat sekreterlik""",
    "Vietnamese": "lienhe hotro kinhdoanh ketoan tuyendung cskh chamsockhachhang banhang nhansu",
}

UNANSWERED = frozenset(
    """nichtantworten bittenichtantworten nichtbeantworten keineantwort nepasrepondre
    noresponder norespondas nocontestar naoresponda naoresponder nonrispondere
    norispondere nieodpowiadaj nieodpowiadac bezodpowiedzi nietbeantwoorden nietantwoorden
    geenantwoord nietreageren svarainte svaraej ejsvar svarikke ikkesvar alavastaa eivastausta
    neodpovidat neodpovidejte neodpovedat nevalaszoljon nuraspunde nuraspundeti yanitlamayin
    cevaplamayin neotvechat neotvechayte neodgovaraj neodgovarajte minapantate janganbalas
    norespongueu""".split()  # noqa: SIM905
)
"""No reply, in other languages than English."""

FOREIGN = frozenset(word for text in _OTHERS.values() for word in text.split())
"""Of other languages than English."""
ROLES = FOREIGN | frozenset(_ENGLISH.split())
PLACES = frozenset(
    """at au be bg br ca ch cl cn co cz de dk ee eg en es eu fi fr gr hk hr hu id ie il in it jp ke
    kr lt lv mx my ng nl no nz pe ph pl pt ro rs ru se sg sk th tr tw ua uk us vn za emea apac latam
    dach cee nordics benelux global int intl international europe asia america africa north south
    east west""".split()  # noqa: SIM905  # a list of quoted words is harder to read
)
"""Where, beside a role: sales.emea, info-de."""
