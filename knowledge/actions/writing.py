"""Articles begun, written, published, put away. What is published stays; another version follows it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.access import may_write
from knowledge.choices import ArticleKind
from knowledge.models import Article, Reading, Version
from knowledge.queries import audience
from lib import database_clock
from lib.html import MAX_MARKDOWN
from notices.actions import notify, settle
from notices.choices import Kind
from staff.models import User


class StaleDraft(Exception):
    """Somebody saved this draft, or published it, since it was opened."""


@transaction.atomic
def start(said: Mapping[str, Any], *, kind: str, by: User, at: datetime.datetime | None = None) -> Article:
    """A new article with the draft of its first version. ValidationError says what is wrong."""
    _require(by)
    if kind not in ArticleKind.values:
        raise ValidationError(_("There is no such choice."))
    words, at = _words(said), at or database_clock.now()
    article = Article.objects.create(kind=kind, title=words["title"], owner=by, made_at=at)
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
    fresh = _locked(article, by)
    words, at = _words(said), at or database_clock.now()
    draft = fresh.versions.filter(published_at=None).first()
    if seen is not None and seen != (draft.edit if draft else 0):
        raise StaleDraft
    _describe(fresh, said, by=by)
    if draft is None:
        last = fresh.versions.order_by("-number").values_list("number", flat=True).first() or 0
        return Version.objects.create(
            article=fresh, number=last + 1, written_by=by, written_at=at, edit=1, **words
        )
    for name, value in {**words, "written_by": by, "written_at": at, "edit": draft.edit + 1}.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*words, "written_by", "written_at", "edit"])
    if fresh.current_id is None:
        Article.objects.filter(pk=fresh.pk).update(title=draft.title)
    return draft


@transaction.atomic
def publish(article: Article, *, by: User, seen: int, at: datetime.datetime | None = None) -> Version:
    """The draft comes into force; whom a guideline is for is told. `seen` is the draft's `edit`: StaleDraft
    if it was saved since. ValidationError without a word on what changed.
    """
    fresh = _locked(article, by)
    draft = fresh.versions.filter(published_at=None).first()
    if draft is None or draft.edit != seen:
        raise StaleDraft
    if fresh.current_id and not draft.change_note:
        raise ValidationError(_("Say in a sentence what changed: it is what your colleagues read first."))
    if fresh.current_id and (draft.title, draft.body) == (fresh.current.title, fresh.current.body):
        raise ValidationError(_("Nothing changed since the last version."))
    at = at or database_clock.now()
    draft.published_at, draft.published_by = at, by
    draft.save(update_fields=["published_at", "published_by"])
    fresh.current, fresh.title = draft, draft.title
    fresh.save(update_fields=["current", "title"])
    if fresh.is_guideline:
        _tell(fresh, draft, by=by, at=at)
    return draft


@transaction.atomic
def drop_draft(article: Article, *, by: User, seen: int) -> bool:
    """The draft is thrown away, and with it the article if nothing was ever published; whether that is so."""
    fresh = _locked(article, by)
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
    fresh = _locked(article, by)
    if fresh.archived_at is None:
        fresh.archived_at, fresh.archived_by = database_clock.now(), by
        fresh.save(update_fields=["archived_at", "archived_by"])
        settle(("article", fresh.pk))
    return fresh


@transaction.atomic
def restore(article: Article, *, by: User) -> Article:
    fresh = _locked(article, by)
    if fresh.archived_at is not None:
        fresh.archived_at = fresh.archived_by = None
        fresh.save(update_fields=["archived_at", "archived_by"])
    return fresh


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
        detail="" if first else "{note}",
        params={"title": version.title, "note": version.change_note},
        page="knowledge:article",
        page_args=[article.pk],
        about=("article", article.pk),
        at=at,
    )


def _require(by: User) -> None:
    if not by.may("article.write"):
        raise PermissionDenied("article.write")


def _locked(article: Article, by: User) -> Article:
    _require(by)
    fresh = Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=article.pk)
    if not may_write(by, fresh):
        raise PermissionDenied("article.write")
    return fresh


def _words(said: Mapping[str, Any]) -> dict[str, str]:
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
    return {"title": title, "body": body, "change_note": note}


def _describe(article: Article, said: Mapping[str, Any], *, by: User) -> None:
    """What holds for every version. PermissionDenied if it would be whose `by` does not write for."""
    article.category = " ".join(str(said.get("category", "")).split())[:60]
    article.review_on = said.get("review_on")
    article.owner = said.get("owner") or article.owner
    article.save(update_fields=["category", "review_on", "owner"])
    article.teams.set(said.get("teams", ()))
    if not may_write(by, article):
        raise PermissionDenied("article.write")
