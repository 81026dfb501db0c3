"""What the demo company asks of its tickets: types, fields, and what stands in them."""

from helpdesk.demo.case import Case
from helpdesk.demo.stories import ROUTERS
from staff.models import Team, User
from tickets.actions.setting_up import save_field, save_type
from tickets.models import TicketType

# Name, help, team, tags, the topics that are of this type.
TYPES = (
    ("Problem", "Something does not work", None, (), ("outage", "slow", "router")),
    ("Bill", "An invoice, a payment, money back", "billing", (), ("invoice", "refund")),
    ("Question", "Everything else", None, (), ("moving", "password", "static_ip")),
)
CAUSES = ("Our network", "Wireless", "The router", "The customer's own device", "Not found")
# Topic → cause, known once it is solved.
FOUND = {"outage": "Our network", "slow": "Wireless", "router": "The router"}


def make_types(teams: dict[str, Team], by: User) -> dict[str, TicketType]:
    """By topic."""
    found = {}
    for name, about, team, tags, topics in TYPES:
        said = {"name": name, "help": about, "team": teams.get(team or ""), "tags": tags, "offered": True}
        found |= dict.fromkeys(topics, save_type(None, said, by=by))
    problem, bill = [found["outage"]], [found["invoice"]]
    for said in (
        {"name": "Router", "kind": "choice", "options": _names(ROUTERS), "types": problem, "shown": "write"},
        {
            "name": "Invoice number", "kind": "text", "types": bill, "shown": "write", "required": "solving",
            "help": "At the top right of the invoice",
        },
        {
            "name": "Cause", "kind": "choice", "options": _names(CAUSES), "types": problem,
            "required": "solving",
        },
        {"name": "Called back", "kind": "checkbox"},
    ):  # fmt: skip
        save_field(None, said, by=by)
    return found


def _names(words: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": word} for word in words]


def values_of(case: Case) -> dict[str, object]:
    """What the customer said in the beginning."""
    if case.topic.name in FOUND:
        return {"router": case.facts["router"]}
    return {"invoice_number": case.facts["invoice"]} if case.topic.money else {}


def found_out(case: Case) -> dict[str, object]:
    """What is known when it is solved."""
    return {"cause": FOUND[case.topic.name]} if case.topic.name in FOUND else {}
