"""What every page of hiring has in common: refused is not found, nothing stays in a browser, each look is
written down.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from hiring.actions import StaleEdit, note_look
from hiring.choices import Act
from hiring.models import Candidate, Dossier

PAGE = 50
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Around every address of the app."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, **kwargs)
        except PermissionDenied as refused:
            raise Http404("not for this reader") from refused
        if answer.status_code == HttpResponseNotAllowed.status_code:
            raise Http404("no such way in")  # before anybody asked who they are
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    return guarded


def works(request: HttpRequest) -> None:
    if not request.user.may("hiring.work"):
        raise Http404("hiring.work")


def seen(
    request: HttpRequest, dossier: Dossier, page: str, *, candidate: Candidate | None = None,
    act: str = Act.SEEN,
) -> None:  # fmt: skip
    note_look(dossier, by=request.user, act=act, page=page, candidate=candidate)


def tried(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """Done, with a word for the reader; or refused, with the reason."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    except StaleEdit:
        messages.error(request, _("Somebody else changed it since you opened it. Look at it once more."))
        return False
    messages.success(request, said)
    return True


def words_of(request: HttpRequest, name: str = "q", most: int = 80) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def without_page(request: HttpRequest) -> str:
    params = request.GET.copy()
    params.pop("page", None)
    return params.urlencode()
