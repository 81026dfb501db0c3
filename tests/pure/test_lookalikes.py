"""A name never replaces an address, and an address that imitates another one is marked."""

import pytest

from lib.lookalikes import Sign, signs


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Dana Okafor", "dana@okafor.example"),
        ("", "dana@okafor.example"),
        ("dana@okafor.example", "dana@okafor.example"),
        ("Dana@Okafor.example", "dana+tickets@okafor.example"),
        ("Põhjavõrk", "abi@põhjavõrk.ee"),
        ("Põhjavõrk", "abi@xn--phjavrk-10ae.ee"),
        ("Андрей Ковалёв", "andrei@mail.example"),
        ("Ольга", "почта@пример.рф"),
        ("Иван", "ivan@москва.example"),
        ("Иван", "ivan@xn--e1afmkfd.xn--p1ai"),
        ("山田 太郎", "yamada@日本語カタカナabc.jp"),
        ("김", "kim@한국.kr"),
        ("דנה \u200f(תמיכה)", "dana@okafor.example"),
        ("علی\u200cرضا", "ali@mail.example"),
        ("Ωμέγα", "info@ωμέγα.gr"),
        ("Dana @ Okafor", "dana@okafor.example"),
        ("@dana", "dana@okafor.example"),
        ("x" * 100_000, "y" * 100_000),
        ("", ""),
    ],
)
def test_honest_senders_have_no_sign(name, address):
    assert signs(name, address, ours=["pohjavork.example"]) == ()


@pytest.mark.parametrize(
    ("name", "address", "sign"),
    [
        ("bank@bank.example", "mallory@evil.example", Sign.NAME_SHOWS_OTHER),
        ("Bank <help@bank.example>", "mallory@evil.example", Sign.NAME_SHOWS_OTHER),
        ("help＠bank.example", "mallory@evil.example", Sign.NAME_SHOWS_OTHER),
        ("ceo@mail.example", "mallory@mail.example", Sign.NAME_SHOWS_OTHER),
        ("Bank", "help@pаypal.example", Sign.MIXED),
        ("Bank", "help@xn--pypal-4ve.example", Sign.MIXED),
        ("Bank", "hеlp@bank.example", Sign.MIXED),
        ("Bank", "x@gооgle.example", Sign.MIXED),
        ("Apple", "id@аррӏе.example", Sign.LOOKS_LATIN),
        ("Apple", "id@xn--80ak6aa92e.example", Sign.LOOKS_LATIN),
        ("Bank\u202egnp", "x@bank.example", Sign.HIDDEN),
        ("Ba\u200bnk", "x@bank.example", Sign.HIDDEN),
        ("Bank", "x\u200f@bank.example", Sign.HIDDEN),
        ("Bank", "x@ba\u00adnk.example", Sign.HIDDEN),
        ("Desk", "abi@pohjav0rk.example", Sign.LIKE_OURS),
        ("Desk", "abi@pöhjavork.example", Sign.LIKE_OURS),
        ("Desk", "abi@pohjavоrk.example", Sign.LIKE_OURS),
        ("Desk", "abi@xn--phjavork-n4a.example", Sign.LIKE_OURS),
    ],
)
def test_an_imitation_is_marked(name, address, sign):
    assert sign in signs(name, address, ours=["pohjavork.example", "desk.example"])


def test_ours_and_those_below_it_are_no_imitation():
    assert signs("Desk", "abi@PohjaVork.example.", ours=["pohjavork.example"]) == ()
    assert signs("Desk", "abi@mail.pohjavork.example", ours=["pohjavork.example"]) == ()
    assert signs("Modem", "x@modern.example", ours=["modem.example"]) == (Sign.LIKE_OURS,)
    assert signs("", "x@xn--.example", ours=["desk.example"]) == ()
    assert signs("", "x@xn--99999999.example") == ()
