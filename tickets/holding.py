"""Which tickets hold a word: in a message, the subject, the customer's name, address or organisation, the
name of a file or what it says. The words of one question may stand in different messages.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from customers.models import Contact, Organisation
from lib.word_forms import forms
from tickets.choices import MessageKind
from tickets.models import Attachment, Message, Ticket
from tickets.search import Term, Word

# A name of fewer letters would be part of most names.
SHORTEST_NAME = 3
MOST_CONTACTS = 200


def query_for(leaf: Word | Term, unfinished: bool = False) -> SearchQuery:
    """A word with its forms, or a phrase as it stands. `unfinished`: also as a beginning."""
    return SearchQuery(" | ".join(_wanted(leaf, unfinished)), search_type="raw", config="desk")


def core_of(leaf: Word | Term, unfinished: bool = False) -> SearchQuery:
    """Its commonest form alone: to estimate by, because the planner guesses too much for many rare forms."""
    text = text_of(leaf)
    stems = () if leaf.exact or not text.isalpha() else forms(text).beginnings
    wanted = _lexeme(stems[0], begins=True) if stems else _lexeme(text, begins=unfinished or _begins(leaf))
    return SearchQuery(wanted, search_type="raw", config="desk")


def any_of(leaves: Sequence[Word | Term]) -> SearchQuery:
    """One of them: what is marked in a text that was found."""
    wanted = [one for leaf in leaves for one in _wanted(leaf, False)]
    return SearchQuery(" | ".join(wanted), search_type="raw", config="desk")


def _wanted(leaf: Word | Term, unfinished: bool) -> list[str]:
    text = text_of(leaf)
    if leaf.exact or not text.isalpha():
        return [_lexeme(text, begins=unfinished or _begins(leaf))]
    found = forms(text)
    wanted = [_lexeme(word) for word in found.words] + [_lexeme(one, begins=True) for one in found.beginnings]
    return [*wanted, _lexeme(text, begins=True)] if unfinished or _begins(leaf) else wanted


def text_of(leaf: Word | Term) -> str:
    text = leaf.text if isinstance(leaf, Word) else leaf.value.rstrip("*")
    return unicodedata.normalize("NFC", re.sub(r"['\\\x00]", " ", text)).strip()


def _begins(leaf: Word | Term) -> bool:
    return leaf.begins if isinstance(leaf, Word) else leaf.value.endswith("*")


def _lexeme(text: str, begins: bool = False) -> str:
    return f"'{text}':*" if begins else f"'{text}'"


def people_named(text: str) -> QuerySet[Contact]:
    people = Contact.objects.order_by()
    if len(text) < SHORTEST_NAME:
        return people.none()
    return people.filter(Q(name__icontains=text) | Q(email__icontains=text))


def people_of(text: str) -> QuerySet[Contact]:
    """The people of an organisation that is named so."""
    named = Organisation.objects.filter(name__icontains=text).order_by().values("pk")
    return Contact.objects.filter(organisation__in=named).order_by()


def holds(leaf: Word | Term, unfinished: bool = False) -> Q:
    """Whether a ticket holds it, looked up ticket by ticket: for tickets that are walked.

    A scalar subquery, unlike EXISTS, is never turned into one pass over all messages.
    """
    query = query_for(leaf, unfinished)
    where = leaf.field if isinstance(leaf, Term) else ""
    if where == "subject":
        return Q(search_vector=query)
    if where == "note":
        return _there(_messages(query).filter(kind=MessageKind.NOTE))
    if where == "file":
        return _in_files(leaf, query)
    found = Q(search_vector=query) | _there(_messages(query))
    text = text_of(leaf)
    if len(text) >= SHORTEST_NAME:
        found |= _there(people_named(text).filter(pk=OuterRef("requester")))
        found |= Q(requester__organisation__name__icontains=text)
    return found | _in_files(leaf, query)


def _there(rows: QuerySet) -> Q:
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))


def _messages(query: SearchQuery) -> QuerySet[Message]:
    return Message.objects.filter(ticket=OuterRef("pk"), search_vector=query)


def _in_files(leaf: Word | Term, query: SearchQuery) -> Q:
    """By name, or by what they say: two questions, because one OR over two tables reads all of one."""
    files = Attachment.objects.filter(message__ticket=OuterRef("pk"), inline=False)
    named = files.filter(name__icontains=text_of(leaf))
    return _there(named) | _there(files.filter(blob__words__search_vector=query))


def numbers_holding(leaf: Word | Term, unfinished: bool = False) -> list[QuerySet]:
    """The tickets that hold it, collected from the indexes: for a word that is rare. Each gives numbers."""
    query = query_for(leaf, unfinished)
    messages = Message.objects.filter(search_vector=query).order_by().values("ticket_id")
    subjects = Ticket.objects.filter(search_vector=query).order_by().values("pk")
    where = leaf.field if isinstance(leaf, Term) else ""
    if where == "subject":
        return [subjects]
    if where == "note":
        return [messages.filter(kind=MessageKind.NOTE)]
    text = text_of(leaf)
    files = Attachment.objects.filter(inline=False, name__icontains=text).order_by()
    said = Attachment.objects.filter(inline=False, blob__words__search_vector=query).order_by()
    named_and_said = [files.values("message__ticket_id"), said.values("message__ticket_id")]
    if where == "file":
        return named_and_said
    arms = [messages, subjects, *named_and_said]
    if len(text) >= SHORTEST_NAME:
        for people in (people_named(text), people_of(text)):
            asked = Ticket.objects.filter(requester__in=people.values("pk")[:MOST_CONTACTS])
            arms.append(asked.order_by().values("pk"))
    return arms
