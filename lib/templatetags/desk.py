"""{% load desk %}: the marks of lib.marks and lib.icons, and a few words about the page itself."""

import json
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.context import RequestContext
from django.urls import NoReverseMatch
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lib import icons, marks, navigation
from lib.templatetags.once import address_of, standing

register = template.Library()
register.tag("icon", standing(icons.icon))
register.simple_tag(icons.shape)
register.simple_tag(marks.status)
register.simple_tag(marks.pill)
register.simple_tag(marks.avatar)
register.simple_tag(marks.when)
for _tag in (navigation.nav_link, navigation.team_link, navigation.tab_link):
    register.simple_tag(_tag, takes_context=True)
register.simple_tag(navigation.fresh_count)
register.filter(marks.span)
register.filter(marks.hue)


@lru_cache(maxsize=256)
def key(keys: str) -> SafeString:
    """The hint of a hot key, for eyes only: {% key "g m" %}; the control itself carries data-key."""
    signs = ((_KEY_SIGNS.get(one, one),) for one in keys.split(" "))
    return format_html_join("", '<kbd aria-hidden="true">{}</kbd>', signs)


register.tag("key", standing(key))
_KEY_SIGNS = {
    "mod+enter": "Ctrl ↵",
    "mod+shift+enter": "Ctrl ⇧ ↵",
    "mod+k": "Ctrl K",
    "M": "⇧ M",
    "A": "⇧ A",
    "escape": "Esc",
    "enter": "↵",
}


@register.simple_tag(takes_context=True)
def folded(context: RequestContext) -> str:
    """Which regions this reader folded away ("nav", "ctx"), from the cookie that panes.js writes."""
    request = context.get("request")
    cookie = request.COOKIES.get("fold", "") if request else ""
    return " ".join(part for part in ("nav", "ctx") if part in cookie.split("."))


@register.simple_tag
def address(name: str, *args: int | str) -> str:
    """The URL of that name, or nothing where this installation has no such page."""
    try:
        return address_of(name, *args)
    except NoReverseMatch:
        return ""


_BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.ClearableFileInput)


@register.simple_tag
def control(field: BoundField, **attrs: str) -> SafeString:
    """The widget of a form field with our class; Django adds aria-describedby and aria-invalid by itself."""
    widget = field.field.widget
    if not isinstance(widget, (*_BARE, forms.FileInput)):
        attrs["class"] = f"input {attrs.get('class', '')}".strip()
    return field.as_widget(attrs={name.replace("_", "-"): value for name, value in attrs.items()})


@register.filter
def may(user: Any, permission: str) -> bool:
    """{% if reader|may:"hiring.work" %}: what the server asks, asked by the page."""
    return user.is_authenticated and user.may(permission)


@register.filter
def kind(field: BoundField) -> str:
    """check, choices, file or plain: how a field wants to be laid out."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


@register.simple_tag
def words() -> str:
    """What the scripts of the page say, in the reader's language, as JSON for one data attribute."""
    return json.dumps({name: str(word) for name, word in _WORDS.items()}, ensure_ascii=False)


_WORDS = {
    "saved": _("Saved %s"),
    "saving": _("Saving…"),
    "unsaved": _("Not saved yet"),
    "notSaved": _("Not saved: no connection. Your text stays here."),
    "leave": _("Your text is not sent yet."),
    "anywhere": _("Anywhere"),
    "list": _("In the list"),
    "ticket": _("On a ticket"),
    "here": _("On this page"),
    "next": _("next"),
    "previous": _("previous"),
    "open": _("open"),
    "tick": _("tick"),
    "tickRange": _("tick up to here"),
    "back": _("close, then back"),
    "failed": _("That did not work. Please try again."),
    "signedOut": _("You are signed out. Sign in again in another tab; what you wrote stays here."),
    "offline": _("No connection to the desk. Trying again."),
    "online": _("Connected again."),
    "results": _("%s results"),
    "daysShort": _("%(n)dd"),
    "hoursShort": _("%(n)dh"),
    "minutesShort": _("%(n)dm"),
    "lateBy": _("Late %(span)s"),
}
