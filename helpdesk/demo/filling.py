"""What the demo company asks of its tickets: types, fields, and what stands in them."""

from helpdesk.demo.case import Case
from helpdesk.demo.stories import ROUTERS
from staff.models import Team, User
from tickets.actions.setting_up import save_checklist, save_field, save_type
from tickets.models import TicketType

# Name, help, team, tags, the topics that are of this type.
TYPES = (
    ("Problem", "Something does not work", None, (), ("outage", "slow", "router")),
    ("Bill", "An invoice, a payment, money back", "billing", (), ("invoice", "refund")),
    ("Question", "Everything else", None, (), ("moving", "password", "static_ip")),
)
CAUSES = ("Our network", "Wireless", "The router", "The customer's own device", "Not found")
# Name, items and whether they are needed, the types that bring it.
CHECKLISTS = (
    (
        "Bill looked into",
        (("Compare the invoice with the contract", True), ("Tell them by when the money is there", False)),
        ("Bill",),
    ),
    (
        "Moving house",
        (("Is there fibre at the new address?", True), ("Agree on a day", True), ("Old line off", False)),
        (),
    ),
)
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
    for name, items, types in CHECKLISTS:
        given = [{"text": text, "required": required} for text, required in items]
        kinds = [one for one in set(found.values()) if one.name in types]
        save_checklist(None, {"name": name, "items": given, "types": kinds}, by=by)
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
