"""Tickets in five languages for the tests of the radar: an outbreak, and what is asked every day."""

import random

OUTBREAK = {
    "en": (
        "Card payment fails at checkout",
        "Cannot pay by card, checkout shows an error",
        "Payment by card declined",
        "Checkout error when paying with card",
        "My card payment was refused at the checkout",
    ),
    "et": (
        "Kaardimakse ebaõnnestub kassas",
        "Ei saa kaardiga maksta, kassa näitab viga",
        "Kaardimakse lükati kassas tagasi",
        "Kassas viga kaardiga maksmisel",
        "Kaardimakse kassas ei õnnestu, viga",
    ),
    "pl": (
        "Płatność kartą nie działa przy kasie",
        "Nie mogę zapłacić kartą, kasa pokazuje błąd",
        "Odrzucona płatność kartą w kasie",
        "Błąd kasy przy płatności kartą",
        "Płatności kartą odrzucane, błąd w kasie",
    ),
    "es": (
        "El pago con tarjeta falla en la caja",
        "No puedo pagar con tarjeta, la caja da error",
        "Pago con tarjeta rechazado en caja",
        "Error de la caja al pagar con tarjeta",
        "Pagos con tarjeta rechazados, error en la caja",
    ),
    "ru": (
        "Оплата картой не проходит на кассе",
        "Не могу оплатить картой, касса выдаёт ошибку",
        "Оплату картой отклонили на кассе",
        "Ошибка кассы при оплате картой",
        "Оплата картой отклонена, ошибка кассы",
    ),
}
GREETINGS = {
    "en": ("Hello,", "Best regards"),
    "et": ("Tere", "Parimate soovidega"),
    "pl": ("Dzień dobry,", "Pozdrawiam"),
    "es": ("Hola, buenos días", "Saludos cordiales"),
    "ru": ("Здравствуйте!", "С уважением"),
}
# What is asked: a thing and what is the matter with it.
THINGS = {
    "en": "invoice parcel password refund address newsletter voucher subscription account delivery "
    "size colour battery "
    "charger manual warranty receipt discount courier warehouse sofa lamp kettle drill cable printer router",
    "et": "arve pakk parool tagasimakse aadress uudiskiri kinkekaart tellimus konto tarne suurus värv "
    "aku laadija "
    "juhend garantii kviitung soodustus kuller ladu diivan lamp veekeetja puur kaabel printer ruuter",
    "pl": "faktura paczka hasło zwrot adres newsletter bon abonament konto dostawa rozmiar kolor "
    "bateria ładowarka "
    "instrukcja gwarancja paragon rabat kurier magazyn kanapa lampa czajnik wiertarka kabel drukarka router",
    "es": "factura paquete contraseña reembolso dirección boletín vale suscripción cuenta entrega "
    "talla color batería "
    "cargador manual garantía recibo descuento mensajero almacén sofá lámpara hervidor taladro "
    "cable impresora router",
    "ru": "счёт посылка пароль возврат адрес рассылка купон подписка аккаунт доставка размер цвет "
    "батарея зарядка "
    "инструкция гарантия чек скидка курьер склад диван лампа чайник дрель кабель принтер роутер",
}
MATTERS = {
    "en": "missing wrong late broken changed twice lost question update cancelled damaged unclear "
    "expired blocked",
    "et": "puudub vale hilines katki muutus topelt kadunud küsimus uuendus tühistatud kahjustatud "
    "ebaselge aegunud lukus",
    "pl": "brakuje błędny spóźniony zepsuty zmieniony podwójny zgubiony pytanie aktualizacja "
    "anulowany uszkodzony niejasny wygasł zablokowany",
    "es": "falta incorrecto tarde roto cambiado doble perdido pregunta actualización cancelado dañado "
    "confuso caducado bloqueado",
    "ru": "отсутствует неверный опоздал сломан изменён дважды потерян вопрос обновление отменён "
    "повреждён непонятно истёк заблокирован",
}


def everyday(draw: random.Random, language: str) -> tuple[str, str]:
    """A subject and a text as they come every day."""
    things, matters = THINGS[language].split(), MATTERS[language].split()
    # Some things are asked of far more than others.
    thing, other = (things[min(int(draw.expovariate(0.12)), len(things) - 1)] for _ in range(2))
    matter = draw.choice(matters)
    opening, closing = GREETINGS[language]
    return (
        f"{thing} {matter}",
        f"{opening}\n{draw.choice(matters)} {thing} {other} {draw.choice(matters)}\n{closing}",
    )


def of_outbreak(draw: random.Random, language: str) -> tuple[str, str]:
    opening, closing = GREETINGS[language]
    said = OUTBREAK[language]
    return draw.choice(
        said
    ), f"{opening}\n{draw.choice(said)}. {draw.choice(THINGS[language].split())}\n{closing}"
