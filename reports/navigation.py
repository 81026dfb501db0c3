"""The pages under the board, in their order: one line each."""

from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lib.templatetags.once import address_of
from staff.models import User


@dataclass(frozen=True, slots=True)
class Page:
    """`name` is what a page calls itself, `url` the name of its address; shown to who has `permission`."""

    name: str
    label: str | Promise
    url: str
    permission: str = "board.see"


PAGES = (
    Page("now", _("Now"), "reports:now"),
    Page("due", _("Due soon"), "reports:due"),
    Page("trends", _("Trends"), "reports:trends"),
    Page("problems", _("Problems"), "reports:problems"),
    Page("satisfaction", _("Satisfaction"), "reports:satisfaction"),
    Page("money", _("Money"), "reports:money", "budget.see"),
    Page("reports", _("Reports"), "reports:reports"),
    Page("backtests", _("Back-tests"), "reports:backtest", "promise.manage"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str | Promise
    url: str
    current: bool


def tabs(user: User, name: str) -> list[Tab]:
    """Those that this reader may open, if there is such a page; `name` is the one they are on."""
    found = []
    for page in PAGES:
        if user.may(page.permission) and (url := _address(page.url)):
            found.append(Tab(page.label, url, page.name == name))
    return found


def _address(name: str) -> str:
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""
