"""Links of the sidebar and of the bar on small screens, built as strings. In templates: {% load desk %}."""

from typing import Any

from django.template.context import RequestContext
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lib.icons import icon


def _count(count: int | str | None) -> str:
    return str(count) if count else ""


def _attributes(context: RequestContext, name: str, key: str = "") -> SafeString:
    here = ' aria-current="page"' if name == context.get("here") else ""
    return mark_safe(f'{here} data-key="{conditional_escape(key)}"' if key else here)  # noqa: S308


def _href(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url


def nav_link(
    context: RequestContext,
    name: str,
    label: str,
    url: str,
    sign: str,
    count: int | str | None = None,
    query: str = "",
    key: str = "",
    look: str = "",
) -> SafeString:
    """One line of the sidebar. It is current when the view said here=`name`; `key` is its hot key."""
    attributes = _attributes(context, name, key)
    href, label, name = (conditional_escape(text) for text in (_href(url, query), label, name))
    return mark_safe(  # noqa: S308  escaped just above
        f'<li><a class="nav-link" href="{href}"{attributes} title="{label}">{icon(sign)}'
        f'<span class="label">{label}</span>'
        f'<span class="num {look}" data-count="{name}">{_count(count)}</span></a></li>'
    )


def team_link(context: RequestContext, team: Any, url: str, count: int, first: bool = False) -> SafeString:
    """A team with its colour; the first team of a colleague has the key g t."""
    name = f"team-{team.pk}"
    return format_html(
        '<li><a class="nav-link" href="{}?team={}"{} title="{}">'
        '<span class="team-mark hue-{}" aria-hidden="true"></span>'
        '<span class="label">{}</span><span class="num" data-count="{}">{}</span></a></li>',
        url,
        team.slug,
        _attributes(context, name, "g t" if first else ""),
        team.name,
        team.colour,
        team.name,
        name,
        _count(count),
    )


def tab_link(
    context: RequestContext,
    name: str,
    label: str,
    url: str,
    sign: str,
    count: int | None = None,
    query: str = "",
) -> SafeString:
    return format_html(
        '<a href="{}"{}>{}<span class="cut">{}</span><span class="num" data-count="{}">{}</span></a>',
        _href(url, query),
        _attributes(context, name),
        icon(sign),
        label,
        name,
        _count(count),
    )


def fresh_count(name: object, count: int | str) -> SafeString:
    """The same number again, out of band; a team goes by its primary key."""
    name = f"team-{name}" if isinstance(name, int) else name
    return format_html("<span hx-swap-oob=\"innerHTML:[data-count='{}']\">{}</span>", name, _count(count))
