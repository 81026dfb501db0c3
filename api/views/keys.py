"""One's own keys: made, shown once, revoked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from api.access import key_for
from api.actions import make_key, revoke_key
from api.choices import Scope

DAYS = (30, 90, 365)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The secret stands in the answer to the form alone; it is not kept and cannot be asked for again."""
    if not request.user.may("api.use"):
        raise Http404("not for this role")
    said = {"scopes": [Scope.READ], "days": "90", "name": ""}
    if request.method != "POST":
        return _page(request, said)
    said = {
        "name": request.POST.get("name", "").replace("\x00", ""),
        "scopes": request.POST.getlist("scope")[:20],
        "days": request.POST.get("days", ""),
    }
    days = int(said["days"]) if said["days"] in {str(n) for n in DAYS} else 0
    try:
        key, secret = make_key(by=request.user, name=said["name"], scopes=said["scopes"], days=days)
    except ValidationError as error:
        return _page(request, said | {"problem": error.messages[0]}, status=422)
    return _page(request, {"scopes": [Scope.READ], "days": "90", "name": "", "made": key, "secret": secret})


@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    key = key_for(request.user, key_id)
    revoke_key(key, by=request.user)
    messages.success(request, _("The key %(name)s opens nothing any more.") % {"name": key.name})
    return redirect("api:keys")


def _page(request: HttpRequest, said: dict, status: int = 200) -> HttpResponse:
    live = request.user.api_keys.filter(revoked_at=None, expires_at__gt=timezone.now())
    context = {"keys": live, "said": said, "scopes": Scope.choices, "days": DAYS, "here": "profile"}
    return render(request, "api/keys.html", context, status=status)
