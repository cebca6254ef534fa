"""Names for planted people, by language: as at home, as abroad, and as friends say.

Each word is ``written`` or ``written=abroad=friends``; common ones come first, as Zipf has them.
Rare family names are made of syllables of the language.
"""

__all__ = ["LANGUAGES", "Language"]

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """The names of one language; syllables make the rare family names, an ending closes them."""

    share: float
    given: tuple[tuple[str, str, str], ...]
    family: tuple[tuple[str, str, str], ...]
    syllables: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("",)
    family_first: bool = False


def _words(text: str) -> tuple[tuple[str, str, str], ...]:
    found = []
    for word in text.split():
        parts = [*word.split("="), "", ""]
        found.append((parts[0], parts[1] or parts[0], parts[2]))
    return tuple(found)


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES = (
    Language(
        0.27,
        _words(
            """James==Jim John==Jack Robert==Bob Michael==Mike Mary David==Dave William==Bill
            Elizabeth==Liz Richard==Rick Jennifer==Jen Thomas==Tom Sarah Daniel==Dan Susan==Sue
            Matthew==Matt Karen Anthony==Tony Margaret==Peggy Andrew==Andy Katherine==Kate
            Christopher==Chris Laura Edward==Ted Rebecca==Becky Steven==Steve Ann Paul Emily
            Benjamin==Ben Victoria==Vicky Samuel==Sam Deborah==Debbie Gregory==Greg Alice Peter
            Charlotte Oliver Grace Henry==Harry Hannah Simon Fiona Nigel Graham Heather Ruth"""
        ),
        _words(
            """Smith Johnson Williams Brown Jones Davis Miller Wilson Taylor Clark Walker Hall
            Young King Wright Hill Green Baker Carter Turner Parker Evans Collins Stewart Morris
            Murphy Cook Rogers Bailey Cooper Bell Ward Cox Gray Watson Wood Bennett Hughes Price"""
        ),
        _syllables("ash black bram car dun east fair gold hart kings lang mar nor old pem rad"),
        _syllables("ford ton ley wood well field combe worth by dale more"),
    ),
    Language(
        0.2,
        _words(
            """Anna==Ania Piotr==Piotrek Maria Krzysztof==Krzysiek Katarzyna==Kasia Andrzej
            Małgorzata==Gosia Tomasz==Tomek Agnieszka==Aga Jan==Janek Barbara==Basia Paweł Ewa
            Michał Magdalena==Magda Marcin Joanna==Asia Jakub==Kuba Aleksandra==Ola Łukasz
            Grzegorz==Grzesiek Zofia==Zosia Wojciech==Wojtek Przemysław==Przemek Urszula==Ula
            Zbigniew==Zbyszek Dorota Rafał Iwona Bożena Sławomir==Sławek Jolanta Mateusz"""
        ),
        _words(
            """Nowak Kowalczyk Wiśniewski Wójcik Kowalski Kamiński Lewandowski Zieliński Woźniak
            Szymański Dąbrowski Kozłowski Mazur Jankowski Kwiatkowski Krawczyk Kaczmarek Piotrowski
            Grabowski Zając Pawłowski Król Wieczorek Jabłoński Wróbel Majewski Stępień Wąsik"""
        ),
        _syllables("bor chm dob grz gór jaw kos łęc mal ost pró rud sław świd trz wol żuk"),
        _syllables("acki ewicz ik owski czak ak ula or ewski iński"),
    ),
    Language(
        0.11,
        _words(
            """Thomas Michael==Michi Andreas==Andi Peter Stefan Christian Sabine Petra Monika
            Wolfgang Claudia Jürgen=Juergen Susanne=Susanne=Susi Hans Klaus Julia Martin Matthias
            Katharina==Kathi Johannes==Hannes Ulrike Jörg=Joerg Günther=Guenther Florian Anja"""
        ),
        _words(
            """Müller=Mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann
            Schäfer=Schaefer Koch Bauer Richter Klein Wolf Schröder=Schroeder Neumann Schwarz Braun
            Hofmann Zimmermann Krüger=Krueger Hartmann Lange Werner Krause Lehmann Köhler=Koehler"""
        ),
        _syllables("brand diet eck feld grab hol imm kess lind mohr ober rein stein tann wald"),
        _syllables("er mann hauser ner huber meier bach inger"),
    ),
    Language(
        0.11,
        _words(
            """José=Jose=Pepe María=Maria Antonio==Toni Carmen Francisco==Paco Ana Manuel==Manolo
            Isabel Juan Laura Javier==Javi Lucía=Lucia Carlos Cristina Luis Marta Miguel Pilar
            Rafael==Rafa Elena Jesús=Jesus Sergio Rosario==Charo Ignacio==Nacho Alejandro"""
        ),
        _words(
            """García=Garcia González=Gonzalez Rodríguez=Rodriguez Fernández=Fernandez López=Lopez
            Martínez=Martinez Sánchez=Sanchez Pérez=Perez Gómez=Gomez Martín=Martin Jiménez=Jimenez
            Ruiz Hernández=Hernandez Díaz=Diaz Moreno Muñoz=Munoz Álvarez=Alvarez Romero Alonso"""
        ),
        _syllables("alb bel cas del esc fon gar iba lar mon nav oll pal quin sal tor ur val"),
        _syllables("edo ales era oso ida uela anza ino ares"),
    ),
    Language(
        0.12,
        _words(
            """Александр=Aleksandr=Sasha Елена=Elena Сергей=Sergey Ольга=Olga Дмитрий=Dmitry=Dima
            Наталья=Natalya=Natasha Андрей=Andrei Татьяна=Tatiana=Tanya Алексей=Alexey=Lyosha
            Ирина=Irina=Ira Михаил=Mikhail=Misha Екатерина=Ekaterina=Katya Владимир=Vladimir=Vova
            Юлия=Julia Иван=Ivan=Vanya Светлана=Svetlana=Sveta Евгений=Evgeny Мария=Maria=Masha
            Юрий=Yuri Анастасия=Anastasia=Nastya Павел=Pavel=Pasha Людмила=Lyudmila Игорь=Igor"""
        ),
        _words(
            """Иванов=Ivanov Смирнов=Smirnov Кузнецов=Kuznetsov Попов=Popov Васильев=Vasiliev
            Петров=Petrov Соколов=Sokolov Михайлов=Mikhailov Новиков=Novikov Фёдоров=Fedorov
            Шевченко=Shevchenko Коваленко=Kovalenko Бондаренко=Bondarenko Ткаченко=Tkachenko
            Морозов=Morozov Волков=Volkov Щукин=Shchukin Зайцев=Zaitsev Чернов=Chernov"""
            " Гончаров=Goncharov Белов=Belov Тарасов=Tarasov Жуков=Zhukov Осипов=Osipov"
        ),
    ),
    Language(
        0.08,
        _words(
            """伟=Wei 芳=Fang 娜=Na 敏=Min 静=Jing 丽=Li 强=Qiang 磊=Lei 军=Jun 洋=Yang 勇=Yong
            艳=Yan 杰=Jie 涛=Tao 明=Ming 超=Chao 秀英=Xiuying 桂英=Guiying
            小龙=Xiaolong 志强=Zhiqiang
            建华=Jianhua 文博=Wenbo 雨桐=Yutong 浩然=Haoran 子轩=Zixuan 欣怡=Xinyi 晓明=Xiaoming"""
        ),
        _words(
            """王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 吴=Wu 周=Zhou 徐=Xu
            孙=Sun 马=Ma 朱=Zhu 胡=Hu 郭=Guo 何=He 林=Lin 高=Gao 罗=Luo 郑=Zheng 梁=Liang 谢=Xie
            宋=Song 唐=Tang 邓=Deng 冯=Feng 韩=Han 曹=Cao 彭=Peng"""
        ),
        family_first=True,
    ),
    Language(
        0.03,
        _words(
            "민수=Minsu 지훈=Jihoon 서연=Seoyeon 지우=Jiwoo 민준=Minjun 수진=Sujin 지영=Jiyoung"
        ),
        _words("김=Kim 이=Lee 박=Park 최=Choi 정=Jung 강=Kang 조=Cho 윤=Yoon 장=Jang 임=Lim"),
        family_first=True,
    ),
    Language(
        0.04,
        _words(
            """Γιώργος=Giorgos Μαρία=Maria Δημήτρης=Dimitris Ελένη=Eleni Νίκος=Nikos
            Κατερίνα=Katerina
            Γιάννης=Giannis Βασιλική=Vasiliki Κώστας=Kostas Σοφία=Sofia Παναγιώτης=Panagiotis"""
        ),
        _words(
            """Παπαδόπουλος=Papadopoulos Γεωργίου=Georgiou Δημητρίου=Dimitriou Νικολάου=Nikolaou
            Ιωάννου=Ioannou Αλεξίου=Alexiou Οικονόμου=Oikonomou Βλάχος=Vlachos Μακρής=Makris
            Καραγιάννης=Karagiannis Αντωνίου=Antoniou Σταματίου=Stamatiou"""
        ),
    ),
    Language(
        0.04,
        _words(
            "محمد=Mohammed أحمد=Ahmed فاطمة=Fatima علي=Ali عمر=Omar خالد=Khaled ليلى=Layla"
            " حسن=Hassan"
        ),
        _words(
            "الخطيب=Alkhatib حداد=Haddad منصور=Mansour سليمان=Suleiman نجار=Najjar شاهين=Shaheen"
        ),
    ),
)
"""A Zipf weight of 1 / (rank + 3) within each list."""
