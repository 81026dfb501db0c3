"""Mail rules: in their order, changed, tried on mail that came, and who changed what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mail import rule_actions, rule_forms, trying
from mail.access import log_for, mail_for, rule_for
from mail.models import MailRule, MailRuleChange
from mail.rule_words import spell_stored, what_follows
from mail.rules import MAX_CONDITIONS

CHANGES = 100
TRIED = (50, 100)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request)
    rules = list(MailRule.objects.select_related("team", "assignee", "type"))
    for rule in rules:
        rule.spelled = [spell_stored(each) for each in rule.conditions]
        rule.follows = what_follows(rule)
    return render(
        request,
        "mail/rules.html",
        {"here": "rules", "rules": rules, "moved": request.GET.get("moved", ""), "tried": TRIED},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    return _edit(request, rule_for(request.user, rule_id))


def _edit(request: HttpRequest, rule: MailRule | None) -> HttpResponse:
    if request.method != "POST":
        start, held = (rule_forms.form_of(rule), rule.fields) if rule else ({}, {})
        form = rule_forms.RuleForm(initial=start, held=held)
        return _show(request, rule, form, rule_forms.lines(conditions=rule.conditions if rule else ()))
    held = rule.fields if rule else {}
    form, lines = rule_forms.RuleForm(request.POST, held=held), rule_forms.lines(request.POST)
    if not (form.is_valid() and lines.is_valid()):
        return _show(request, rule, form, lines, status=422)
    said = form.said(lines.cleaned_data)
    if "more" in request.POST:
        again = rule_forms.RuleForm(initial={**request.POST.dict(), "stop": said["stop"]})
        again.initial["active"] = said["active"]
        again.take_over(request.POST)
        return _show(request, rule, again, rule_forms.lines(conditions=said["conditions"], spare=3))
    try:
        if rule is None:
            rule = rule_actions.make_rule(said, by=request.user)
        else:
            rule_actions.change_rule(rule, said, by=request.user, seen=form.cleaned_data["seen"])
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, rule, form, lines, status=422)
    except rule_actions.Stale:
        form.add_error(None, _("Somebody changed this rule meanwhile. Open it again to see how it reads."))
        return _show(request, rule, form, lines, status=409)
    messages.success(request, _("Rule “%(name)s” is saved.") % {"name": rule.name})
    return redirect("mail:rules")


def _show(request: HttpRequest, rule: MailRule | None, form, lines, status: int = 200) -> HttpResponse:
    changes = rule.changes.select_related("by")[:10] if rule else ()
    return render(
        request,
        "mail/rule.html",
        {
            "here": "rules",
            "rule": rule,
            "form": form,
            "lines": lines,
            "may_grow": len(lines.forms) < MAX_CONDITIONS,
            "hints": rule_forms.hints(),
            "changes": changes,
        },
        status=status,
    )


@require_POST
def order(request: HttpRequest, rule_id: int) -> HttpResponse:
    """`do` is up, down, on, off or remove."""
    rule, do = rule_for(request.user, rule_id), request.POST.get("do")
    if do in {"up", "down"}:
        moved = rule_actions.move_rule(rule, up=do == "up", by=request.user)
        if moved:
            words = (
                _("“%(name)s” is tried earlier now.") if do == "up" else _("“%(name)s” is tried later now.")
            )
            messages.success(request, words % {"name": rule.name})
        return redirect(f"{request.path.rsplit('/', 3)[0]}/?moved={rule.pk}-{do}")
    if do in {"on", "off"}:
        rule_actions.switch_rule(rule, on=do == "on", by=request.user)
        words = _("“%(name)s” is in use.") if do == "on" else _("“%(name)s” is switched off.")
        messages.success(request, words % {"name": rule.name})
    elif do == "remove":
        rule_actions.remove_rule(rule, by=request.user)
        messages.success(request, _("“%(name)s” is removed.") % {"name": rule.name})
    else:
        raise Http404("no such thing to do")
    return redirect("mail:rules")


@require_safe
def dry_run(request: HttpRequest) -> HttpResponse:
    """The rules as they are now, held against mail that came: `mail` or the `last` 50 or 100."""
    _require(request)
    number, last = request.GET.get("mail", ""), request.GET.get("last", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        mails = [mail_for(request.user, int(number))]
    else:
        size = int(last) if last in {str(each) for each in TRIED} else TRIED[0]
        mails = trying.newest(log_for(request.user), size)
    tried = trying.tried(mails)
    only = request.GET.get("fired") == "1"
    return render(
        request,
        "mail/rules_try.html",
        {
            "here": "rules",
            "tried": [one for one in tried if one.fired] if only else tried,
            "looked_at": len(tried),
            "hits": sum(bool(one.fired) for one in tried),
            "one": len(tried) == 1 and bool(number),
            "last": len(tried) if number else size,
            "choices": TRIED,
            "only": only,
        },
    )


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    _require(request)
    changes = list(MailRuleChange.objects.select_related("by", "rule")[:CHANGES])
    for change in changes:
        change.spelled = [spell_stored(each) for each in change.said.get("conditions", ())]
    return render(request, "mail/rules_history.html", {"here": "rules", "changes": changes})


def _require(request: HttpRequest) -> None:
    if not request.user.may(rule_actions.PERMISSION):
        raise Http404(rule_actions.PERMISSION)
