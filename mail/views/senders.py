"""What is decided about senders: looked through, added to, taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mail import actions
from mail.forms import SenderForm
from mail.models import SenderRule

MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The newest decisions; a search finds older ones. A decision is everybody's, whatever their team."""
    _require(request)
    form = SenderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rule = actions.rule_sender(
                form.cleaned_data["address"], say=form.cleaned_data["say"], by=request.user
            )
        except ValidationError as error:
            form.add_error("address", error)
        else:
            messages.success(request, _("Decided about %(address)s.") % {"address": rule.address})
            return redirect("mail:senders")
    rules = SenderRule.objects.select_related("decided_by").order_by("-decided_at")
    if sought := request.GET.get("q", "").replace("\x00", "").strip()[:200]:
        rules = rules.filter(address__icontains=sought)
    context = {"here": "quarantine", "form": form, "rules": rules[:MOST], "q": sought, "most": MOST}
    return render(request, "mail/senders.html", context, status=422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest, rule_id: int) -> HttpResponse:
    _require(request)
    rule = get_object_or_404(SenderRule, pk=rule_id)
    actions.forget_sender(rule, by=request.user)
    messages.success(request, _("Nothing is decided about %(address)s any more.") % {"address": rule.address})
    return redirect("mail:senders")


def _require(request: HttpRequest) -> None:
    if not request.user.may("quarantine.decide"):
        raise Http404("quarantine.decide")
