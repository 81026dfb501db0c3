"""What every page of a year shows, and forms that call one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from budget.access import explanations_for, manages
from budget.forms import refuse
from budget.models import Year


def shell(request: HttpRequest, year: Year, tab: str, **more: Any) -> dict[str, Any]:
    waiting = explanations_for(request.user, year).filter(explained_at=None, settled_at=None).count()
    may = manages(request.user)
    return {
        "here": "budget", "year": year, "tab": tab, "waiting": waiting, "manages": may,
        "changes": may and not year.is_closed, **more,
    }  # fmt: skip


def asked(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], done: Callable[[Any], HttpResponse],
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a form; what was typed stays when it is refused."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return done(act())
            except ValidationError as error:
                refuse(form, error)
        status = 422
    template = context.pop("template", "budget/form.html")
    months = getattr(form, "month_fields", [])
    context |= {"here": "budget", "form": form, "fields": [one for one in form if one not in months]}
    return render(request, template, context, status=status)


def numbers(text: str) -> list[int]:
    """Those that stand in it with commas between them; what is none is left out."""
    return [one for part in text.split(",") if (one := number(part.strip())) is not None]


def number(text: str) -> int | None:
    """What may be a primary key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
