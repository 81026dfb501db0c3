"""Policies: which there are, in their order, and the page where one is typed, seen and looked back at."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sla import about, actions, line_forms, words
from sla.choices import Audience
from sla.matching import Contender, read_conditions, unreachable
from sla.models import Adoption, Policy, PolicyChange, PolicyVersion
from sla.preview import preview as seen_now
from sla.typed import Typed, closed, with_more

VERSIONS = 10
# Where a back-test finds what is being written.
DRAFT_KEY = "draft_promise"
NAMES = 300  # of organisations that a browser is given to choose from


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request)
    known, open_under = about.words(), about.open_under()
    policies = list(Policy.objects.all())
    newest = {version.policy_id: version for version in _newest()}
    open_of = _by_policy(open_under)
    hidden = _hidden(policies, newest)
    names = {policy.pk: policy.name for policy in policies}
    for policy in policies:
        policy.newest = version = newest[policy.pk]
        policy.spelled = words.conditions(version.read_conditions(), known)
        policy.promised = words.promised(terms := version.read(), known["priority"])
        policy.steps = len(terms.ladder.levels)
        policy.open = open_of.get(policy.pk, 0)
        policy.behind = names.get(hidden.get(policy.pk))
    sides = [(side, [policy for policy in policies if policy.audience == side]) for side in Audience]
    context = {
        "here": "policies",
        "sides": [(side.label, side == Audience.INTERNAL, found) for side, found in sides if found],
        "priorities": known["priority"].values(),
        "moved": request.GET.get("moved", ""),
        "adoptions": _running(),
    }
    return render(request, "sla/policies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    return _edit(request, None, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy_id: int) -> HttpResponse:
    _require(request)
    policy = get_object_or_404(Policy, pk=policy_id)
    return _edit(request, policy, policy.versions.select_related("made_by", "policy")[0])


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is typed so far, in words; what cannot be read is said in its place."""
    _require(request)
    typed = Typed(about.words(), _version(request.POST.get("seen_of")), request.POST)
    typed.form.fields["name"].required = False
    return render(request, "sla/_meaning.html", _seen(typed))


@require_POST
def order(request: HttpRequest, policy_id: int) -> HttpResponse:
    """`do` is up, down, on or off."""
    _require(request)
    policy, do = get_object_or_404(Policy, pk=policy_id), request.POST.get("do")
    if do in {"up", "down"}:
        actions.move_policy(policy, up=do == "up", by=request.user)
        return redirect(f"{request.path.rsplit('/', 3)[0]}/?moved={policy.pk}-{do}")
    if do not in {"on", "off"}:
        raise Http404("no such thing to do")
    actions.use_policy(policy, active=do == "on", by=request.user)
    said = _("“%(name)s” is in use.") if do == "on" else _("“%(name)s” is switched off.")
    messages.success(request, said % {"name": policy.name})
    return redirect("sla:policies")


def _edit(request: HttpRequest, policy: Policy | None, newest: PolicyVersion | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    if data and "more" in data:
        data = with_more(data)
    typed = Typed(about.words(), newest, data)
    if data is None or "more" in data or "preview" in data:
        return _show(request, policy, typed, newest)
    if not typed.is_valid():
        return _show(request, policy, typed, newest, status=422)
    said = typed.form.cleaned_data
    if "try" in data:
        request.session[DRAFT_KEY] = {
            "policy": policy.pk if policy else None, "name": said["name"], "audience": said["audience"],
            "terms": typed.terms, "conditions": typed.conditions,
        }  # fmt: skip
        return redirect("reports:backtest")
    try:
        version = actions.save_policy(
            policy,
            name=said["name"],
            audience=said["audience"],
            terms=typed.terms,
            conditions=typed.conditions,
            by=request.user,
            seen=said["seen"] or 0,
            adopt=said["adopt"],
        )
    except ValidationError as error:
        typed.refuse(error)
        return _show(request, policy, typed, newest, status=422)
    except actions.Stale:
        typed.form.add_error(
            None, _("Somebody changed this policy meanwhile. Open it again to see how it is.")
        )
        return _show(request, policy, typed, newest, status=409)
    messages.success(request, _("The policy “%(name)s” is saved.") % {"name": version.policy.name})
    return redirect("sla:policies")


def _show(
    request: HttpRequest,
    policy: Policy | None,
    typed: Typed,
    newest: PolicyVersion | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "here": "policies",
        "policy": policy,
        "names": _names(typed.known),
        "versions": _history(policy, typed.known) if policy else (),
        "since": words.SINCE.values(),
        "version": newest,
        "deeds": [(deed, words.deed(deed)) for deed in _deeds(policy)],
        "adoptions": _running(policy) if policy else (),
        **_seen(typed),
    }
    return render(request, "sla/policy.html", context, status=status)


def _seen(typed: Typed) -> dict[str, Any]:
    """The form and, if it can be read, what it means now."""
    if not typed.is_valid():
        return {"typed": typed, "form": typed.form, "meant": None}
    terms, asked = typed.read()
    return {
        "typed": typed,
        "form": typed.form,
        "meant": {
            "if": words.conditions(asked, typed.known),
            "under": seen_now(terms, asked, typed.known["priority"], timezone.now()),
            "ladder": [words.level(each, typed.people) for each in terms.ladder.levels],
        },
    }


def _names(known: about.Words) -> list[tuple[str, str]]:
    """(name, of what) for the list that a value is chosen from."""
    return [
        (name, words.field(field, known))
        for field, named in closed(known).items()
        for name in list(named.values())[:NAMES]
    ]


def _history(policy: Policy, known: about.Words) -> list[PolicyVersion]:
    """The newest versions, each with what it changed."""
    versions = list(policy.versions.select_related("made_by")[: VERSIONS + 1])
    people = line_forms.people_by_name()
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        version.changed = words.changes(before, version, known, people) if before else []
    return versions[:VERSIONS]


def _deeds(policy: Policy | None) -> list[PolicyChange]:
    return list(policy.changes.select_related("by")[:VERSIONS]) if policy else []


def _running(policy: Policy | None = None) -> list[Adoption]:
    """What open tickets take over just now, and what they took over last of this policy."""
    rows = Adoption.objects.select_related("policy_version__policy", "calendar_version__calendar", "made_by")
    if policy:
        return list(rows.filter(policy_version__policy=policy)[:3])
    return list(rows.filter(finished_at=None)[:5])


def _version(number: str | None) -> PolicyVersion | None:
    found = (
        PolicyVersion.objects.select_related("policy").filter(pk=number) if (number or "").isdecimal() else ()
    )
    return next(iter(found), None)


def _newest() -> list[PolicyVersion]:
    return list(PolicyVersion.objects.order_by("policy_id", "-number").distinct("policy_id"))


def _by_policy(open_under: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for pk, policy in PolicyVersion.objects.filter(pk__in=open_under).values_list("pk", "policy"):
        found[policy] = found.get(policy, 0) + open_under[pk]
    return found


def _hidden(policies: list[Policy], newest: dict[int, PolicyVersion]) -> dict[int, int]:
    return unreachable(
        Contender(
            version=newest[policy.pk].pk,
            policy=policy.pk,
            audience=Audience(policy.audience),
            conditions=read_conditions(newest[policy.pk].conditions),
        )
        for policy in policies
        if policy.active
    )


def _require(request: HttpRequest) -> None:
    if not request.user.may("promise.manage"):
        raise Http404("promises are for managers")
