"""What the demo company writes again and again, in the language of each team."""

from staff.models import Team, User
from tickets.actions.macros import make_macro

NOTE, SOLVE, WAIT = {"kind": "note"}, {"then": "solve"}, {"then": "wait"}
# Team, name, text, what else. No team: everybody's.
MACROS = [
    (
        None, "Outage: we know of it",
        "Hello {first_name|there},\n\nwe know of the fault and work on it. You need not do anything; we "
        "write again as soon as it is mended.\n\nReference: {reference}",
        {"priority": "high", "add_tags": ["outage"], **WAIT},
    ),
    (None, "Escalate to a lead", "What I tried:\n\nWhat I need:", {"priority": "urgent", **NOTE}),
    (
        "tallinn", "Taaskäivita ruuter",
        "Tere, {first_name|hea klient}!\n\nPalun lülitage ruuter kolmekümneks sekundiks vooluvõrgust "
        "välja ja seejärel uuesti sisse. Kas ühendus taastus?",
        {"add_tags": ["ruuter"], **WAIT},
    ),
    (
        "krakow", "Restart routera",
        "Dzień dobry,\n\nproszę wyłączyć router na trzydzieści sekund i włączyć go ponownie. Czy połączenie "
        "wróciło?\n\nZ poważaniem\n{agent}",
        {"add_tags": ["router"], **WAIT},
    ),
    (
        "madrid", "Reiniciar el router",
        "Hola, {first_name|buenos días}:\n\nApague el router durante treinta segundos y vuelva a encenderlo. "
        "¿Ha vuelto la conexión?",
        {"add_tags": ["router"], **WAIT},
    ),
    (
        "russian-desk", "Перезагрузить роутер",
        "Здравствуйте, {first_name|уважаемый клиент}!\n\nВыключите роутер на тридцать секунд и включите его "
        "снова. Связь восстановилась?",
        {"add_tags": ["роутер"], **WAIT},
    ),
    (
        "billing", "Refund is on its way",
        "Hello {first_name|there},\n\nthe refund left us today; your bank shows it within three "
        "working days.",
        {"add_tags": ["refund"], **SOLVE},
    ),
]  # fmt: skip


def make_macros(teams: dict[str, Team], by: User) -> None:
    for slug, name, text, more in MACROS:
        if slug is None or slug in teams:
            make_macro({"name": name, "team": teams.get(slug), "text": text, **more}, by=by)
