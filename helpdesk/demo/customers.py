"""The people and companies that write to Põhjavõrk."""

# ruff: noqa: E501  one sentence, one line

import random
import unicodedata
from dataclasses import dataclass

TZ = {
    "et": "Europe/Tallinn",
    "pl": "Europe/Warsaw",
    "es": "Europe/Madrid",
    "ru": "Europe/Tallinn",
    "en": "Europe/Tallinn",
}
SHARE = {"et": 0.3, "pl": 0.2, "es": 0.18, "ru": 0.18, "en": 0.14}
# Family names as a pair where they differ for women.
NAMES = {
    "et": (
        ("Kadri Liiv Anu Piret Merike Tiina Helen Kaidi Sirje Eha", "Margus Rein Tarmo Urmas Siim Kristjan Ants Priit Aivar Henri"),
        ["Kuusk", "Mägi", "Rebane", "Koppel", "Ilves", "Kangro", "Oja", "Lepik", "Sild", "Vaher", "Pärn", "Teder", "Kivi", "Laas", "Ots", "Raudsepp"],
    ),
    "pl": (
        ("Anna Magdalena Ewa Joanna Monika Zofia Beata Hanna", "Tomasz Marek Paweł Krzysztof Adam Jakub Michał Grzegorz"),
        ["Kowalczyk", "Wójcik", "Mazur", "Krawczyk", "Nowicka/Nowicki", "Pawlak", "Król", "Wróbel", "Dudek", "Zając", "Wilk", "Bąk", "Górska/Górski", "Sikora"],
    ),
    "es": (
        ("Carmen Elena Marta Pilar Raquel Inés Nuria Beatriz", "Javier Pablo Sergio Andrés Álvaro Rubén Iván Manuel"),
        ["García", "Ortega", "Molina", "Serrano", "Castro", "Vega", "Iglesias", "Rubio", "Marín", "Santos", "Herrero", "Cano", "Peña", "Gallego"],
    ),
    "ru": (
        ("Елена Наталья Светлана Ирина Марина Татьяна Юлия Анна", "Сергей Дмитрий Алексей Игорь Виктор Николай Павел Роман"),
        ["Иванова/Иванов", "Петрова/Петров", "Соколова/Соколов", "Морозова/Морозов", "Волкова/Волков", "Лебедева/Лебедев", "Орлова/Орлов", "Макарова/Макаров", "Белова/Белов"],
    ),
    "en": (
        ("Claire Hannah Priya Sofia Grace Ingrid", "Daniel Marcus Oliver Samuel Ravi Henrik"),
        ["Bennett", "Okafor", "Hughes", "Lindqvist", "Sharma", "Novak", "Fraser", "Walsh", "Jensen", "Doyle", "Mercer"],
    ),
}  # fmt: skip
# Name, domain, language, VIP, whether its people see each other's tickets.
COMPANIES = (
    ("Kohvik Sinilind", "sinilind.example", "et", False, True),
    ("Raja Ehitus OÜ", "rajaehitus.example", "et", False, False),
    ("Tartu Hambakliinik", "hambakliinik.example", "et", True, True),
    ("Meretuul Logistics", "meretuul.example", "et", True, True),
    ("Biuro Rachunkowe Wawel", "wawel-biuro.example", "pl", False, True),
    ("Drukarnia Smok", "drukarniasmok.example", "pl", False, False),
    ("Hotel Pod Różą", "podroza.example", "pl", True, True),
    ("Panadería La Espiga", "laespiga.example", "es", False, False),
    ("Estudio Alcalá Arquitectos", "alcala-estudio.example", "es", True, True),
    ("Clínica Retiro", "clinicaretiro.example", "es", False, True),
    ("Автосервис Север", "sever-auto.example", "ru", False, False),
    ("Балтийский перевод", "baltperevod.example", "ru", False, True),
    ("Northwind Studio", "northwind.example", "en", True, True),
    ("Harbour Games", "harbourgames.example", "en", False, False),
)
HOME_DOMAINS = ("post.example", "mail.example", "inbox.example")
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch  y  e iu ia".replace("  ", " _ ").split(" "),
        strict=True,
    )
) | {"ł": "l", "_": ""}  # fmt: skip


@dataclass(frozen=True)
class DemoContact:
    name: str
    address: str
    language: str
    company: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


def latin(name: str) -> str:
    """The letters an address is made of: no accents, Cyrillic written as it sounds."""
    spelled = "".join(LATIN.get(c, c) for c in name.lower())
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c == " ")).replace(" ", ".")


def make_contacts(rng: random.Random, count: int) -> list[DemoContact]:
    """So many people, each name once in a language, about a third of them at a company."""
    contacts: dict[str, DemoContact] = {}
    for language, share in SHARE.items():
        companies = [company for company in COMPANIES if company[2] == language]
        wanted = len(contacts) + max(2, round(count * share))
        while len(contacts) < wanted:
            (women, men), families = NAMES[language]
            woman = rng.random() < 0.5
            family = rng.choice(families).split("/")[0 if woman else -1]
            name = f"{rng.choice((women if woman else men).split())} {family}"
            company = rng.choice(companies) if rng.random() < 0.35 else None
            address = f"{latin(name)}@{company[1] if company else rng.choice(HOME_DOMAINS)}"
            known = {(c.name, c.language) for c in contacts.values()}
            if address not in contacts and (name, language) not in known:
                contacts[address] = DemoContact(name, address, language, company[0] if company else "")
    return list(contacts.values())
