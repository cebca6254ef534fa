# ruff: noqa: RUF001 - letters that look alike in several alphabets are meant as they stand
"""Stop words: the small words of a dozen languages, between which a text says what it is about.

For each language its commonest words without a meaning of their own, and what people write to each
other in every message (greetings, thanks). All in lower case; words with an apostrophe as one word.
"""

__all__ = ["GREETINGS", "STOP_WORDS"]

_WRITTEN = {
    "en": """
        a about above am pm utc gmt cet est edt pst mr mrs across actually after again against
        ago ahead all almost along already also although always an and another any anyone
        anything are aren't around as ask asked at attached away back be because been before
        behind being below best better between both bit but by call came can can't cannot cc
        cheers come comes could couldn't dear did didn't do does doesn't doing don't done down
        due during each either else end enough even ever every everyone everything far feel few
        fine first for forward found from get gets getting give given go goes going gone good
        got great had happy has have haven't having he hello help her here here's hey hi him his
        hope how however i i'd i'll i'm i've if in instead into is isn't it it's its just keep
        kind know last later least let let's like little long look looking looks lot made make
        makes many may maybe me mean might mind mine more morning most much must my myself near
        need needs never new next nice no none nor not nothing now of off oh ok okay on once one
        only onto or other others our ours out over own per perhaps please possible probably put
        quite rather re really regards right run said same saw say says see seem seems seen send
        sent several shall she should shouldn't since sincerely so some someone something soon
        sorry still such sure take talk tell than thank thanks that that's the their theirs them
        then there there's these they they're thing things think this those though through thus
        till time to today together told tomorrow too took two under until up upon us use used
        using very via wait want wants was wasn't way we we'd we'll we're we've welcome well
        went were weren't what what's when where whether which while who whole whom whose why
        will wish with within without won't work works would wouldn't write wrote yeah yes
        yesterday yet you you'd you'll you're you've your yours asap anyway monday tuesday
        wednesday thursday friday saturday sunday january february march april june july august
        september october november december
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an ander andere anderen anderer auch
        auf aus bald bei beide beiden beim bereits besten bin bis bist bitte da dabei dafür
        damit danach dann dank danke daran darauf daraus darin das dass davon dazu dein deine
        dem den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch
        dort du durch ein eine einem einen einer eines einfach einige einmal er es etwa etwas
        euch euer eure falls für freundlichen ganz gar geben gegen gehen geht genau gerade gerne
        gern gibt grüße grüßen gruß gut guten habe haben hallo hat hatte hatten heute hier hin
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede
        jedem jeden jeder jedes jedoch jetzt kann kannst kein keine keinen können könnte könnten
        lassen liebe lieber machen macht mal man mehr mein meine meinem meinen meiner mich mir
        mit möchte möchten morgen muss müssen nach nachdem nämlich natürlich neben nein nicht
        nichts noch nun nur ob oder ohne schon sehr sehen sei seid sein seine seinem seinen
        seiner seit selbst sich sie sind so sobald sofern soll sollen sollte sollten sondern
        sonst sowie tag über um und uns unser unsere unserem unseren unserer unter viel viele
        vielen vielleicht vom von vor wann war waren warum was weil weiter weitere weiteren
        welche welcher wenn wer werde werden wie wieder will wir wird wirklich wo wollen wollte
        worden wurde wurden würde würden zu zum zur zwar zwischen
    """,
    "fr": """
        a afin ai ainsi alors après as au aucun aujourd'hui aussi autre autres aux avant avec
        avez avoir avons beaucoup bien bon bonjour bonne c'est car ce ceci cela celle celles
        celui cependant ces cet cette ceux chaque cher chère chez ci comme comment cordialement
        d'un d'une dans de demain depuis des deux dire dois doit donc dont du elle elles en
        encore entre es est et été êtes être eu faire fait faut fois font hier hui ici il ils
        j'ai j'aurai je jour l'on la là laquelle le lequel les leur leurs lors lorsque lui ma
        mais même mêmes merci mes moi moins mois mon ne ni non nos notre nous on ont ou où oui
        par parce pas pendant peu peut peux plus plusieurs plutôt pour pourquoi pouvez pouvoir
        près puis qu'il qu'elle qu'on quand que quel quelle quelles quelque quelques quels qui
        quoi sa salut sans sauf se selon sera serait ses si soit son sont sous souvent suis sur
        ta tes toi ton toujours tous tout toute toutes très trop tu un une va vais vers veux
        voici voilà voir vos votre vous vu y
    """,
    "es": """
        a ahora al algo algún alguna algunas alguno algunos allí ante antes aquel aquí así aún
        aunque bien buen buena buenas bueno buenos cada casi como con contra cordial cosa cual
        cuales cuando cuanto de del desde después día días dice donde dos durante e el él ella
        ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta está están
        estamos estar estas este esto estos estoy fue fueron gracias ha había hace hacer hacia
        han has hasta hay he hemos hola hoy igual ir la las le les lo los luego mañana más me
        mejor menos mi mis mismo mucha muchas mucho muchos muy nada ni no nos nosotros nuestra
        nuestro o os otra otras otro otros para pero poco por porque pues puede pueden puedo que
        qué quien quiero sabe saludo saludos se sea según ser si sí sido siempre sin sino sobre
        solo sólo son soy su sus también tal tan tanto te tengo tener ti tiene tienen toda todas
        todavía todo todos tu tus un una unas uno unos usted ustedes va vamos varios ver vez voy
        y ya yo
    """,
    "it": """
        a abbiamo ad adesso agli ai al alcuni alla alle allo allora anche ancora appena avere
        avete bene bisogno buon buona buongiorno c'è che chi ci ciao ciò coi col come con contro
        cordiali cosa così cui da dagli dai dal dalla dalle dallo degli dei del della delle
        dello deve di dopo dove due e è ed era erano essere fa fare fatto fino fra già giorno
        gli grazie ha hai hanno ho i il in infatti invece io la le lei li lo loro lui ma mai
        mentre mi mia mie miei mio molto ne negli nei nel nella nelle nello nessuno niente no
        noi non nostra nostri nostro nulla o oggi ogni oppure ora per perché però più poi
        possiamo posso prego prima proprio può qua quale quali qualche qualcosa quando quanto
        quella quelle quelli quello questa queste questi questo qui saluti se sei sempre senza
        si sì siamo siete solo sono sopra sotto sta stata stati stato su sua sue sugli sui sul
        sulla sulle suo suoi tanto te ti tra tu tua tuo tutta tutte tutti tutto un una uno va vi
        voi vostra vostro
    """,
    "pt": """
        à abraço agora ainda algo alguém algum alguma algumas alguns além ao aos apenas após
        aquela aquele aquilo as às assim até atenciosamente boa bom bem cada com como da das de
        dela dele deles depois desde dessa desse desta deste deve dia do dois dos e é ela elas
        ele eles em enquanto entre era então essa essas esse esses esta está estamos estão estar
        estas estava este estes estou eu faz fazer foi for foram fosse há hoje isso isto já la
        lá lhe lo mais mas me mesma mesmo meu meus minha muita muito na nada não nas nem nenhum
        nessa nesse nesta neste no nos nós nossa nosso num numa nunca o obrigada obrigado olá
        onde ontem os ou outra outras outro outros para pela pelas pelo pelos pode podem pois
        por porque porém posso pouco qual quando quanto que quê quem quero se seja sem sempre
        ser será seu seus si sim só sob sobre sua suas também tão te tem têm temos tenho ter teu
        teve ti tinha toda todas todo todos tu tua tudo um uma umas uns vai você vocês vou
    """,
    "nl": """
        aan af al alle alleen alles als altijd ander andere anders beste ben bent bij binnen
        bedankt daar daarna dan dank dat de deze die dit doen door dus een eens eerste elk en
        enige er erg even ga gaan gaat geen geweest goed goede groet groeten had hallo heb
        hebben hebt heeft hem het hier hij hoe hun iemand iets ik in is ja je jij jou jouw
        jullie kan komen komt kon kun kunnen laat laten maar man me meer men met mij mijn
        misschien moet moeten morgen mogelijk na naar niet niets nog nou nu of om omdat ons onze
        ook op over sinds te tegen terug toch toe toen tot u uit uw van vandaag vanaf veel
        verder via voor vriendelijke waar waarom wanneer want waren was wat we weer weet wel
        welke werd wie wij wil willen worden wordt zal ze zeer zei zelf zich zien zij zijn zo
        zoals zodat zonder zou zouden zullen
    """,
    "pl": """
        a aby albo ale ani aż bardziej bardzo bez bo by był była było były być będą będę będzie
        cały chcę chyba ci cię co coś czy czyli dla dlaczego dlatego do dobry dobra dobrze
        dziękuję dzięki dzień dziś dzisiaj gdy gdyby gdzie go i ich ile im in inne inny iż ja
        jak jaka jakie jako jakiś ją je jeden jednak jednym jego jej jest jestem jesteśmy
        jeszcze jeśli jeżeli już każdy kiedy kilka kto która które którego której który których
        którym którzy lub ma mam mamy mi między mnie mną mogę może można mój moja moje musi my
        na nad nam nami nas nasz nasza nasze nawet nich nic nie niech nim niż no o ob od ona one
        oni ono oraz pan pana pani panu państwo po pod podczas pomimo ponieważ pozdrawiam
        pozdrowienia proszę przed przede przez przy również sam się skąd są swoje ta tak taka
        taki takie także tam te tego tej temu ten teraz też to tobie tu tutaj twój ty tych tylko
        tym u w wam wami was wasz we według wiele więc witam wszystko wszyscy właśnie z za zaś
        zawsze ze że żeby cześć
    """,
    "sv": """
        alla allt andra att av bara blev bli blir både bra då de dem den denna deras dess dessa
        det detta dig din ditt dock du där efter ej eller en er era ett från för få får gick gör
        göra god ha hade han har hej hela hälsningar hans henne hennes hon honom hur här i idag
        igen imorgon in ingen inget innan inte inom ja jag kan kommer kunde kunna man med mellan
        men mer mig min mina mitt mot mycket måste många ni nog nu några något när och också om
        oss på redan samt sedan sig sin sina sitt ska skall skulle som så tack till tror två
        under upp ut utan vad var vara varit vet vi vid vill vilka vilken vilket vår våra
        vänliga är än även över
    """,
    "da": """
        af alle alt anden at bare blev blive bliver da de dem den denne der deres det dette dig
        din disse dog du efter ej eller en end er et for fordi fra få får før god gør had han
        har havde have hej hendes her hilsen hilsener ham hans hun hvad hvem hver hvilken hvis
        hvor hvordan hvorfor i ikke ind ingen intet ja jeg jeres kan kom kommer kunne lige man
        mange med meget mellem men mig min mine mit mod må måske ned nej noget nogen nogle nok
        nu når og også om op os over på samt selv sig sin sine sit skal skulle som så tak til ud
        uden under var vare ved venlig vi vil ville vor vores være været
    """,
    "cs": """
        a aby ačkoli aj ale ani asi až bez bude budeme budou bych byl byla byli bylo být co což
        cz či dál dále děkuji díky do dobrý den já jak jako je jeho jej její jejich jen jenž
        ještě ji jiné již jsem jsi jsme jsou jste k kde kdo kdy kdyby když která které který
        kteří ku ma má mají máme mám máte mezi mi mít mně moc mohou moje může můžeme můžete my
        na nad nám nás náš naše ne nebo nebude nebyl nechť než není nic o od on ona oni ono pak
        po pod podle pokud pozdravem prosím proč proto protože pro první před přede při s se si
        sice snad své svůj ta tak také takže tam tato te tedy ten tento teď tím to toho tohle
        tom tomu tu tuto ty tyto u už v vám vás váš ve více však vše všechny všichni vy z za zde
        ze že
    """,
    "ru": """
        а без благодарю более был была были было быть бы в вам вами вас ваш ваша ваше вашей
        вашего ведь во вот все всё всего всем всех вы где да даже для до добрый день его ее её
        ему если есть еще ещё ж же за здесь здравствуйте и из или им их к как какая какой ко
        когда конечно которая которые который которых кто ли либо лучше меня мне много может
        можно мой моя мы на над надо нам нас наш наша наше не него нее неё нет нибудь них но ну
        нужно о об один он она они оно от очень по под пожалуйста после потом потому почему при
        про просто прошу привет раз с сам свой свою себе себя сегодня сейчас со спасибо так
        также такой там те тебе тебя тем теперь то тогда того тоже только том тот три ту тут ты
        у уважением уже хорошо хотя чего чем через что чтобы эта эти это этого этой этом этот
        эту я
    """,
    "tr": """
        acaba ama ancak artık aslında az bana bazı belki ben benim beri bile bir biraz birçok
        bize biz bizim bu buna bunda bundan bunu bunun burada çok çünkü da daha dahi de değil
        diğer diye dolayı en ettik eğer fakat gibi göre günaydın hangi hem henüz hep hepsi her
        hiç için ile ilgili ise işte iyi kadar karşı kendi ki kim lütfen mı mi mu mü merhaba
        nasıl ne neden nerede niye o olan olarak oldu olduğu olması olsun olur ona ondan onlar
        onu onun öyle oysa rağmen sadece sayın saygılarımla selamlar sen senin siz sizin sonra
        şey şimdi şöyle şu tarafından teşekkür teşekkürler tüm ve veya ya yani yine yok zaten
    """,
}

STOP_WORDS = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}
"""The stop words of each language."""

GREETINGS = frozenset(
    """
    ahoj bom boa bonjour bonsoir buenas buenos buon buonasera buongiorno cher chers chère chères
    ciao cześć dear dobrý dobry drodzy dzień estimada estimado geachte god goddag good gentile
    greetings grüezi guten günaydın hallo hei hej hello hey hi hola hoi kære liebe lieber merhaba
    moin morning olá salut salve sayın sehr selam servus szanowna szanowni szanowny tere witam
    добрый доброе здравствуйте привет уважаемая уважаемые уважаемый
    """.split()  # noqa: SIM905
)
"""Words with which messages begin that greet somebody, in any of the languages."""
