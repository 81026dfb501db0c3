"""An article and its translation beside each other."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions
from knowledge.access import article_for, may_publish, may_translate
from knowledge.forms import TranslationForm
from knowledge.languages import name_of
from knowledge.models import Article, Version
from knowledge.views.news import news
from staff.middleware import LANGUAGES


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """The version in force on one side, the draft of the translation on the other; above them what changed in
    the source since the translation was made.
    """
    source = article_for(request.user, article_id)
    if not may_translate(request.user, source) or source.current is None:
        raise Http404("not this reader's to translate")
    if language not in LANGUAGES or language == source.language:
        raise Http404("no such language")
    translation = source.translations.filter(language=language).select_related("current").first()
    words = translation.versions.first() if translation else None  # the draft is the newest
    if request.method != "POST":
        form = TranslationForm(translation, initial=_begun(source, words))
        return _show(request, source, language, words, form)
    form = TranslationForm(translation, request.POST)
    if not form.is_valid():
        return _show(request, source, language, words, form, 422)
    return _save(request, source, language, words, form)


def _begun(source: Article, words: Version | None) -> dict[str, object]:
    begun: dict[str, object] = {"made_from": source.current_id, "seen": 0}
    if words is None:
        return begun
    is_draft = words.published_at is None
    note = words.change_note if is_draft else _("As the article is now.")
    seen = words.edit if is_draft else 0
    return {**begun, "title": words.title, "body": words.body, "change_note": note, "seen": seen}


def _save(
    request: HttpRequest, source: Article, language: str, words: Version | None, form: TranslationForm
) -> HttpResponse:
    made_from = source.versions.filter(pk=form.cleaned_data["made_from"]).first()
    if made_from is None:
        raise Http404("no such version")
    try:
        draft = actions.translate(
            source, language, form.cleaned_data, by=request.user, made_from=made_from,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if request.POST.get("do") == "publish" and may_publish(request.user, draft.article, draft):
            actions.publish(draft.article, by=request.user, seen=draft.edit)
            messages.success(request, _("Version %(n)s is in force.") % {"n": draft.number})
        else:
            messages.success(request, _("The draft is saved. Nobody is told until you publish it."))
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, source, language, words, form, 422)
    except actions.StaleDraft:
        form.add_error(
            None, _("Somebody saved this draft meanwhile. Open it again in another tab to see how it reads.")
        )
        return _show(request, source, language, words, form, 409)
    return redirect("knowledge:article", draft.article_id)


def _show(
    request: HttpRequest, source: Article, language: str, words: Version | None, form: TranslationForm,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    made_from = words.made_from if words else None
    is_behind = made_from is not None and made_from.pk != source.current_id
    context = {
        "here": "articles",
        "source": source,
        "language": language,
        "language_name": name_of(language),
        "source_name": name_of(source.language),
        "form": form,
        "made_from": made_from,
        "news": news(made_from.body, source.current.body) if is_behind and made_from else [],
    }
    return render(request, "knowledge/translate.html", context, status=status)
