"""{% board_tabs "now" %}: the pages under the board, on each of them."""

from typing import Any

from django import template

from reports.navigation import tabs

register = template.Library()


@register.inclusion_tag("reports/_tabs.html", takes_context=True)
def board_tabs(context: dict[str, Any], name: str) -> dict[str, Any]:
    return {"tabs": tabs(context["request"].user, name)}
