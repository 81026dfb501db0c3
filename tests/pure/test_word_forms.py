"""Which words find which: in the five languages, and without a language being told."""

import unicodedata

import pytest

from lib.word_forms import forms


def plain(text: str) -> str:
    text = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    return "".join(char for char in text if not unicodedata.combining(char))


def finds(asked: str, written: str) -> bool:
    found = forms(asked)
    written = plain(written)
    return written in map(plain, found.words) or any(written.startswith(plain(b)) for b in found.beginnings)


@pytest.mark.parametrize(
    "family",
    [
        "refund refunds refunded refunding",
        "invoice invoices invoiced",
        "payment payments", "order orders ordered", "delivery deliveries", "company companies", "card cards",
        "fee fees",
        "arve arved arvet arvete", "leping lepingu lepingut lepingud lepinguga",
        "makse maksed makset maksega",
        "ruuter ruuteri ruuterit", "ühendus ühendust ühenduse", "aadress aadressi aadressid",
        "faktura faktury fakturę faktur", "zwrot zwrotu zwroty zwrotów", "umowa umowy umowę umowie",
        "płatność płatności", "przesyłka przesyłki przesyłkę",
        "factura facturas", "reembolso reembolsos", "pago pagos", "conexión conexiones", "pedido pedidos",
        "возврат возврата возвраты", "договор договора договоры", "оплата оплаты оплату",
        "заказ заказы заказов",
        "счёт счета счетов",
    ],
)  # fmt: skip
def test_forms_of_a_word_find_each_other(family):
    words = family.split()
    missing = [(a, b) for a in words for b in words if not finds(a, b)]
    assert not missing


@pytest.mark.parametrize(
    ("asked", "written"),
    [("card", "cardigan"), ("port", "portal"), ("router", "routine"), ("bill", "billion"), ("ruuter", "ruut"),
     ("fee", "feedback"), ("arve", "arvestus"), ("pedido", "pedal"), ("invoice", "invite"), ("A4", "A40")],
)  # fmt: skip
def test_another_word_is_not_found(asked, written):
    assert not finds(asked, written)


@pytest.mark.parametrize(
    "word", ["", "a", "A4", "x-1", "12:30", "☃", "ß", "İstanbul", "ﬁ", "漢字", "a" * 500]
)
def test_any_word_has_forms(word):
    assert isinstance(forms(word).words, tuple)
