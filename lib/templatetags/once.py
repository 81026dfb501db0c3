"""`{% translate %}` and `{% url %}` as Django has them, but worked out once; every template knows them.

A page of the desk says two hundred words that stand in its templates and links to sixty addresses; asking
for each of them anew was a tenth of what it cost. Whatever is not that plain is left to Django's own tags.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.template import Context, Library, Node
from django.template.base import Parser, TextNode, Token, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of_django
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = Library()
ADDRESSES = 4096


class Words(Node):
    """Words that stand in the template: the same in one language each time."""

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.by_language: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        said = self.by_language.get(language)
        if said is None:
            said = self.by_language[language] = self.node.render(context)
        return said


@register.tag
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    words = node.filter_expression
    stands = isinstance(words.var, Variable) and words.var.lookups is None and not words.filters
    return Words(node) if stands and not (node.noop or node.asvar or node.message_context) else node


class Address(URLNode):
    """An address by its name and by the numbers and names in it."""

    def render(self, context: Context) -> str:
        name = self.view_name.resolve(context)
        parts = [part.resolve(context) for part in self.args]
        if self.kwargs or not all(isinstance(part, int | str) for part in (name, *parts)):
            return super().render(context)
        try:
            url = address_of(name, *parts)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar is None:
            return conditional_escape(url) if context.autoescape else url
        context[self.asvar] = url
        return ""


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = url_of_django(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


def address_of(name: str, *parts: int | str) -> str:
    return _address(get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF, name, *parts)


@lru_cache(ADDRESSES, typed=True)
def _address(prefix: str, urlconf: str, name: str, *parts: int | str) -> str:
    """`prefix` is what `reverse` goes by on its own: here it tells one answer from another."""
    return reverse(name, urlconf=urlconf, args=parts)


def standing(function: Callable[..., str]) -> Callable[[Parser, Token], Node]:
    """A simple tag of the function; where only plain words stand in the template, its markup stands there."""
    library = Library()
    library.simple_tag(function)
    (usual,) = library.tags.values()

    def compiled(parser: Parser, token: Token) -> Node:
        node = usual(parser, token)
        said = [_plain(word) for word in token.split_contents()[1:]]
        return node if None in said else TextNode(function(*said))

    return compiled


def _plain(word: str) -> str | None:
    is_plain = len(word) > 1 and word[0] == word[-1] == '"' and not {'"', "\\"} & set(word[1:-1])
    return word[1:-1] if is_plain else None
