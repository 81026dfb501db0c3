from staff.queries.contracts import contract_on, contracts_on, contracts_through
from staff.queries.people import (
    colleagues,
    emails_of_ours,
    is_supervised,
    led_by,
    signed_by,
    supervisable_by,
    supervised_in,
    teams_of,
)
from staff.queries.skills import expiring, gaps, holders, skills_of

__all__ = [
    "colleagues",
    "contract_on",
    "contracts_on",
    "contracts_through",
    "emails_of_ours",
    "expiring",
    "gaps",
    "holders",
    "is_supervised",
    "led_by",
    "signed_by",
    "skills_of",
    "supervisable_by",
    "supervised_in",
    "teams_of",
]
