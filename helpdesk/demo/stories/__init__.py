"""What customers write about and what we answer, in five languages.

Each language is a module of two tables. TOPICS: topic → what is said in it; `open` pairs a subject and
a text.
SHARED: what is said whatever the topic. Words in braces are filled in for each ticket (see `facts`).
"""

import random
from dataclasses import dataclass
from types import ModuleType

from helpdesk.demo.stories import english, estonian, polish, russian, spanish

LANGUAGES: dict[str, ModuleType] = {
    "en": english, "et": estonian, "pl": polish, "es": spanish, "ru": russian,
}  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """`urgency` weighs low, normal, high, urgent; `field`: how often somebody must go there or wait."""

    name: str
    weight: int
    tags: tuple[str, ...]
    urgency: tuple[int, int, int, int]
    field: int
    money: bool = False


TOPICS = (
    Topic("outage", 18, ("outage",), (0, 30, 50, 20), 5),
    Topic("slow", 16, ("wifi", "speed"), (10, 75, 15, 0), 3),
    Topic("invoice", 15, ("invoice",), (20, 75, 5, 0), 0, money=True),
    Topic("refund", 12, ("refund",), (5, 70, 25, 0), 1, money=True),
    Topic("router", 12, ("router", "return"), (25, 70, 5, 0), 3),
    Topic("moving", 11, ("moving",), (30, 65, 5, 0), 4),
    Topic("password", 9, ("account",), (10, 70, 20, 0), 0),
    Topic("static_ip", 7, ("static-ip", "business"), (15, 70, 15, 0), 2),
)
STREETS = {
    "et": ("Pärnu mnt {n}", "Tina {n}", "Sõle {n}", "Kopli {n}", "Mustamäe tee {n}", "Vabaduse pst {n}"),
    "pl": (
        "ul. Długa {n}",
        "ul. Karmelicka {n}",
        "os. Zgody {n}",
        "ul. Zwierzyniecka {n}",
        "ul. Mogilska {n}",
    ),
    "es": ("Calle de Atocha {n}", "Calle Goya {n}", "Paseo de Extremadura {n}", "Calle Bravo Murillo {n}"),
    "ru": ("Нарвское шоссе {n}", "ул. Пунане {n}", "ул. Линнамяэ {n}", "ул. Палласти {n}", "ул. Вирбу {n}"),
    "en": ("Narva mnt {n}", "Telliskivi {n}", "Kalaranna {n}", "Gonsiori {n}", "Rotermanni {n}"),
}
ROUTERS = ("Aura 5", "Aura 6 Mesh", "Virmaline AX", "FiberBox 2", "FiberBox 3")
PLANS = ("Kodu 100", "Kodu 300", "Kodu 1000", "Office 500", "Office 1000")


def facts(rng: random.Random, language: str) -> dict[str, object]:
    """What the braces of one ticket stand for."""
    paid = rng.choice((19, 24, 29, 34, 39, 49, 58, 79)) + rng.choice((0, 0.5, 0.9, 0.99))
    promised = rng.choice((100, 300, 500, 1000))
    return {
        "amount": f"{paid * 4.3:.2f} zł".replace(".", ",") if language == "pl" else f"{paid:.2f} €",
        "invoice": f"PV-{rng.randint(26000, 28999)}-{rng.randint(10, 99)}",
        "order": f"{rng.randint(410000, 489999)}",
        "street": rng.choice(STREETS[language]).format(n=rng.randint(2, 118)),
        "street2": rng.choice(STREETS[language]).format(n=rng.randint(2, 118)),
        "router": rng.choice(ROUTERS),
        "plan": rng.choice(PLANS),
        "promised": promised,
        "speed": max(3, promised // rng.randint(4, 20)),
        "ip": f"198.51.100.{rng.randint(4, 250)}",
        "days": rng.randint(3, 9),
        "day": rng.randint(1, 28),
        "hour": rng.randint(8, 19),
    }
