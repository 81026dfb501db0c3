"""What managers decide about tags: another name, one for two, other words for it, no longer offered."""

import logging

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import User
from tickets.actions.sorting import clean_tags
from tickets.actors import require
from tickets.choices import SetupNoun
from tickets.models import Retagging, SetupChange, Tag, TagSynonym
from tickets.products import follow_tag
from tickets.tags import note_words

PERMISSION = "template.manage"
MOST_SYNONYMS = 30
log = logging.getLogger(__name__)


def one_word(text: str) -> str:
    words = clean_tags([text.replace("\x00", "")])
    if len(words) != 1:
        raise ValidationError(_("A tag is one word."))
    return words[0]


@transaction.atomic
def rename_tag(tag: Tag, *, to: str, by: User) -> Retagging:
    """Every ticket with it has the other word soon; if that is a tag already, the two are one from then on.
    The old word stays as a synonym: whoever types it means the new one.
    """
    require(by, PERMISSION)
    word = one_word(to)
    _in_turn()
    tag = Tag.objects.get(pk=tag.pk)
    if word == tag.word:
        raise ValidationError(_("That is its name already."))
    _refuse_running(tag.word, word)
    TagSynonym.objects.filter(word=word).delete()
    note_words([word])
    new = Tag.objects.get(word=word)
    TagSynonym.objects.filter(tag=tag).update(tag=new)
    TagSynonym.objects.update_or_create(word=tag.word, defaults={"tag": new})
    follow_tag(tag.word, word)
    job = Retagging.objects.create(was=tag.word, to=word, made_by=by)
    _trace(new, {"name": tag.word}, {"name": word}, by)
    tag.delete()
    transaction.on_commit(_hint, robust=True)
    return job


def _refuse_running(*words: str) -> None:
    running = Retagging.objects.filter(finished_at=None)
    if (running.filter(was__in=words) | running.filter(to__in=words)).exists():
        raise ValidationError(_("One of these is being renamed just now. Wait until that is done."))


@transaction.atomic
def add_synonym(tag: Tag, *, word: str, by: User) -> TagSynonym:
    """ValidationError for a word that is a tag itself: those two are merged."""
    require(by, PERMISSION)
    word = one_word(word)
    _in_turn()
    if Tag.objects.filter(word=word).exists():
        raise ValidationError(_("“%(word)s” is a tag itself. Merge it into this one."), params={"word": word})
    there = TagSynonym.objects.filter(word=word).select_related("tag").first()
    if there:
        raise ValidationError(
            _("“%(word)s” already means “%(tag)s”."), params={"word": word, "tag": there.tag.word}
        )
    if tag.synonyms.count() >= MOST_SYNONYMS:
        raise ValidationError(_("A tag has at most %(most)s synonyms."), params={"most": MOST_SYNONYMS})
    _trace(tag, {}, {"synonym": word}, by)
    return TagSynonym.objects.create(word=word, tag=tag)


@transaction.atomic
def remove_synonym(tag: Tag, *, word: str, by: User) -> None:
    """Twice is once."""
    require(by, PERMISSION)
    if TagSynonym.objects.filter(tag=tag, word=word).delete()[0]:
        _trace(tag, {"synonym": word}, {"synonym": ""}, by)


@transaction.atomic
def archive_tag(tag: Tag, *, archived: bool, by: User) -> None:
    """It is offered no more; tickets keep it. Twice is once."""
    require(by, PERMISSION)
    fresh = Tag.objects.select_for_update().get(pk=tag.pk)
    if (fresh.archived_at is not None) != archived:
        fresh.archived_at = database_clock.now() if archived else None
        fresh.save(update_fields=["archived_at"])
        _trace(fresh, {"archived": not archived}, {"archived": archived}, by)


def _trace(tag: Tag, was: dict, to: dict, by: User) -> None:
    SetupChange.objects.create(noun=SetupNoun.TAG, about=tag.pk, name=tag.word, was=was, to=to, by=by)


def _in_turn() -> None:
    """Two who rename at once take turns."""
    list(Retagging.objects.select_for_update().filter(finished_at=None).values_list("pk", flat=True))


def _hint() -> None:
    """With the broker away nothing is lost: a beat task finds the row."""
    try:
        current_app.send_task("tickets.tasks.retag")
    except Exception as error:  # any broker trouble: the row is the truth
        log.warning("a renamed tag waits for the beat: %s", error)
