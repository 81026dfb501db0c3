"""Rules that a page of the documentation tells, and the tests that show them, by name."""

import ast
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
Rules = dict[int, tuple[str, ...]]


@cache
def every_test() -> frozenset[str]:
    trees = (ast.parse(path.read_text()) for path in HERE.rglob("test_*.py"))
    return frozenset(node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))


def told_in(page: str) -> list[int]:
    """The numbers of the rules on that page of docs/."""
    text = (HERE.parent / "docs" / page).read_text()
    return [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
