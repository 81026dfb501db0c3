"""Articles begun, written, published, put away. What is published stays; another version follows it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.access import may_publish, may_write
from knowledge.actions.stale import StaleDraft
from knowledge.actions.training_enrolling import guideline_published
from knowledge.choices import ArticleKind
from knowledge.models import Article, Category, Reading, Version
from knowledge.queries import audience
from lib import database_clock
from lib.html import MAX_MARKDOWN
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User


@transaction.atomic
def start(said: Mapping[str, Any], *, kind: str, by: User, at: datetime.datetime | None = None) -> Article:
    """A new article with the draft of its first version. ValidationError says what is wrong."""
    if not by.may("article.write") and not (kind == ArticleKind.PUBLIC and by.may("article.draft")):
        raise PermissionDenied("article.write")
    language = said.get("language") or settings.LANGUAGE_CODE
    if kind not in ArticleKind.values or language not in dict(settings.LANGUAGES):
        raise ValidationError(_("There is no such choice."))
    words, at = words_of(said), at or database_clock.now()
    article = Article.objects.create(kind=kind, title=words["title"], language=language, owner=by, made_at=at)
    _describe(article, said, by=by)
    Version.objects.create(article=article, number=1, written_by=by, written_at=at, **words)
    return article


@transaction.atomic
def write(
    article: Article, said: Mapping[str, Any], *, by: User, seen: int | None = None,
    at: datetime.datetime | None = None,
) -> Version:  # fmt: skip
    """The draft as it shall be, begun if there is none; what holds for every version is said at once.

    `seen` is the `edit` of the draft that was changed, 0 if there was none: StaleDraft if it is another.
    """
    fresh = locked(article, by)
    words = words_of(said)
    require_seen(fresh, seen)
    _describe(fresh, said, by=by)
    return draft_as(fresh, words, by=by, at=at)


def require_seen(fresh: Article, seen: int | None) -> None:
    """StaleDraft if the draft is not the one that was changed."""
    if seen is None:
        return
    edit = fresh.versions.filter(published_at=None).values_list("edit", flat=True).first() or 0
    if seen != edit:
        raise StaleDraft


def draft_as(
    fresh: Article, words: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None
) -> Version:
    """The draft of a locked article says this; what was to be reviewed is no longer what is there."""
    at = at or database_clock.now()
    draft = fresh.versions.filter(published_at=None).first()
    if draft is None:
        last = fresh.versions.order_by("-number").values_list("number", flat=True).first() or 0
        return Version.objects.create(
            article=fresh, number=last + 1, written_by=by, written_at=at, edit=1, **words
        )
    changed = {**words, "written_by": by, "written_at": at, "edit": draft.edit + 1}
    changed |= {"asked_by": None, "asked_at": None}
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*changed])
    if fresh.current_id is None:
        Article.objects.filter(pk=fresh.pk).update(title=draft.title)
    return draft


@transaction.atomic
def publish(article: Article, *, by: User, seen: int, at: datetime.datetime | None = None) -> Version:
    """The draft comes into force; whom a guideline is for is told, and who waited for it. `seen` is the
    draft's `edit`: StaleDraft if it was saved since. ValidationError without a word on what changed.
    """
    fresh = locked(article, by)
    draft = fresh.versions.filter(published_at=None).first()
    if draft is None or draft.edit != seen:
        raise StaleDraft
    if not may_publish(by, fresh, draft):
        raise PermissionDenied("article.publish")
    if fresh.current_id and not draft.change_note:
        raise ValidationError(_("Say in a sentence what changed: it is what your colleagues read first."))
    if fresh.current_id and _same(draft, fresh.current):
        raise ValidationError(_("Nothing changed since the last version."))
    at = at or database_clock.now()
    draft.published_at, draft.published_by = at, by
    draft.save(update_fields=["published_at", "published_by"])
    fresh.current, fresh.title = draft, draft.title
    fresh.save(update_fields=["current", "title"])
    if fresh.is_guideline and not fresh.source_id:
        _tell(fresh, draft, by=by, at=at)
        guideline_published(fresh, at=at)
        for path in settings.GUIDELINE_LISTENERS:
            import_string(path)(draft, at)
    return draft


@transaction.atomic
def drop_draft(article: Article, *, by: User, seen: int) -> bool:
    """The draft is thrown away, and with it the article if nothing was ever published; whether that is so."""
    fresh = locked(article, by)
    draft = fresh.versions.filter(published_at=None).first()
    if draft is None or draft.edit != seen:
        raise StaleDraft
    if fresh.current_id is None:
        fresh.delete()
        return True
    draft.delete()
    return False


@transaction.atomic
def archive(article: Article, *, by: User) -> Article:
    """It is no longer in force; nobody needs to read it any more. What was read stays known."""
    fresh = locked(article, by)
    if fresh.archived_at is None:
        fresh.archived_at, fresh.archived_by = database_clock.now(), by
        fresh.save(update_fields=["archived_at", "archived_by"])
        settle(("article", fresh.pk))
    return fresh


@transaction.atomic
def restore(article: Article, *, by: User) -> Article:
    fresh = locked(article, by)
    if fresh.archived_at is not None:
        fresh.archived_at = fresh.archived_by = None
        fresh.save(update_fields=["archived_at", "archived_by"])
    return fresh


def _same(draft: Version, current: Version) -> bool:
    """A translation that still holds for a newer source is something new."""
    return (draft.title, draft.body, draft.made_from_id) == (
        current.title,
        current.body,
        current.made_from_id,
    )


def _tell(article: Article, version: Version, *, by: User, at: datetime.datetime) -> None:
    """The new version takes the place of what is unread of the one before. Who publishes it has read it."""
    settle(("article", article.pk))
    Reading.objects.create(version=version, reader=by, opened_at=at, acknowledged_at=at)
    first = version.number == 1
    notify(
        list(audience(article).exclude(pk=by.pk)),
        key=f"guideline-{version.pk}",
        kind=Kind.GUIDELINE,
        words=gettext_noop("New guideline to read: “{title}”")
        if first
        else gettext_noop("A guideline changed: “{title}”"),
        detail=_detail(version, at),
        params={"title": version.title, "note": version.change_note, "day": _from_day(version, at)},
        page="knowledge:article",
        page_args=[article.pk],
        about=("article", article.pk),
        at=at,
    )


def _from_day(version: Version, at: datetime.datetime) -> str:
    """The day from which it holds, if that is still to come."""
    is_later = version.in_force_on is not None and version.in_force_on > at.date()
    return version.in_force_on.isoformat() if is_later and version.in_force_on else ""


def _detail(version: Version, at: datetime.datetime) -> str:
    if _from_day(version, at):
        return gettext_noop("From {day} on. {note}")
    return "" if version.number == 1 else "{note}"


def locked(article: Article, by: User) -> Article:
    fresh = Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=article.pk)
    if not may_write(by, fresh):
        raise PermissionDenied("article.write")
    return fresh


def words_of(said: Mapping[str, Any]) -> dict[str, Any]:
    title = " ".join(str(said.get("title", "")).split())
    if not 1 <= len(title) <= 160:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": 160})
    body = str(said.get("body", "")).replace("\r\n", "\n").replace("\x00", "").strip()
    if not body:
        raise ValidationError(_("Write what it says."))
    if len(body) > MAX_MARKDOWN:
        raise ValidationError(
            _("The text is longer than %(most)s characters."), params={"most": MAX_MARKDOWN}
        )
    note = " ".join(str(said.get("change_note", "")).split())
    if len(note) > 300:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": 300})
    return {"title": title, "body": body, "change_note": note, "in_force_on": said.get("in_force_on")}


def _describe(article: Article, said: Mapping[str, Any], *, by: User) -> None:
    """What holds for every version. PermissionDenied if it would be whose `by` does not write for. What holds
    for a translation too is passed on to those there are.
    """
    article.review_on = said.get("review_on")
    article.owner = said.get("owner") or article.owner
    if article.source_id is None:
        article.category = _category(said.get("category"))
        article.teams.set(said.get("teams", ()))
        _pass_on(article)
    article.save(update_fields=["category", "review_on", "owner"])
    if not may_write(by, article):
        raise PermissionDenied("article.write")


def _pass_on(article: Article) -> None:
    for translation in article.translations.all():
        Article.objects.filter(pk=translation.pk).update(category=article.category)
        translation.teams.set(article.teams.all())


def _category(said: Category | str | None) -> Category | None:
    """A category, or what it is called: made at the end of the list if there is none of that name."""
    if not isinstance(said, str):
        return said
    name = " ".join(said.split())[:60]
    if not name:
        return None
    last = Category.objects.aggregate(last=Max("place"))["last"] or 0
    return Category.objects.get_or_create(name=name, defaults={"place": last + 1})[0]
