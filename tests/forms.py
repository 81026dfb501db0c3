"""A form as a browser without scripts would send it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse


@dataclass
class Form:
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)


def form_of(response: HttpResponse, action: str) -> Form:
    """The one of the page that goes to this address, with its hidden fields and the values of its buttons."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return next(form for form in reader.forms if form.action == action)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(said.get("action", "")))
            self.inside = True
        elif self.inside and tag == "input" and said.get("type") == "hidden":
            self.forms[-1].hidden[said["name"]] = said.get("value", "")
        elif self.inside and tag == "button" and "value" in said:
            self.forms[-1].choices.append(said["value"])

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
