"""Ten thousand texts into the search box: python -m benchmarks.search_fuzz --texts 10000 --asked 1000

Sentences of the language, broken ones, all of Unicode, NUL, brackets in brackets, texts that never end
(tests/pure/search_texts.py). Each must be read, or said to be wrong at a place inside of it. Every tenth or
so is asked of a loaded desk as well, as a page and as what is completed while one types: never an error of
ours, and rows or a word why there are none. Text n of a seed is always the same: --only n shows one. Exit 1
if a law is broken.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from urllib.parse import quote

from benchmarks.load import use_database
from tests.pure.search_laws import broken_laws
from tests.pure.search_texts import text
from tickets.search import parse

SLOWEST_SHOWN = 3


def read_all(seed: str, texts: range) -> list[tuple[int, str]]:
    """The texts that break a law, and how. Prints what was met."""
    began, met, broken = time.process_time(), Counter(), []
    for number in texts:
        typed = text(seed, number)
        try:
            said = broken_laws(typed)
            met.update({problem.kind for problem in parse(typed).problems} or {"read"})
        except Exception as error:  # that one is the finding
            said = [repr(error)]
        broken += [(number, one) for one in said]
    print(f"{len(texts):,} texts in {time.process_time() - began:.1f} s of CPU, {len(broken)} laws broken")
    print(", ".join(f"{kind} {count:,}" for kind, count in met.most_common()))
    return broken


def ask_all(tickets: int, seed: str, texts: range) -> list[tuple[int, str]]:
    """Ask a loaded desk for each; what is no page, with its number."""
    use_database(tickets)
    import django

    django.setup()
    from helpdesk.preparation import prepare

    prepare(demo=False)
    from benchmarks.jobs import Desk

    logging.disable(logging.INFO)
    desk, broken, took = Desk(), [], []
    statuses: Counter[str] = Counter()
    for number in texts:
        typed = text(seed, number)
        for name, url in (
            ("page", "/inbox/?q="),
            ("completion", f"/inbox/complete/?at={len(typed) // 2}&q="),
        ):
            answer = desk.as_agent.get(url + quote(typed[:8000], errors="replace"))
            statuses[f"{name} {answer.status}"] += 1
            took.append((answer.wall, number, typed))
            if answer.status >= 500:
                broken.append((number, f"{name}: status {answer.status}"))
            elif name == "page" and not (
                "search-wrong" in answer.text or 'class="item' in answer.text or "empty" in answer.text
            ):
                broken.append((number, "neither rows nor a word why not"))
    print(f"asked {len(texts):,} of a desk of {tickets:,} tickets:", dict(statuses))
    took.sort(reverse=True)
    for wall, number, typed in took[:SLOWEST_SHOWN]:
        print(f"  {wall * 1000:7.0f} ms  {number}  {typed[:100]!a}")
    return broken


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=1000, help="so many of them of a loaded desk; 0: none")
    parser.add_argument("--size", type=int, default=10_000, help="tickets of that desk: see benchmarks.load")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int, help="show this text alone, and what is made of it")
    options = parser.parse_args()
    if options.only is not None:
        typed = text(options.seed, options.only)
        print(ascii(typed), parse(typed), broken_laws(typed), sep="\n")
        return
    broken = read_all(options.seed, range(options.texts))
    if options.asked:
        broken += ask_all(options.size, options.seed, range(options.asked))
    for number, said in broken:
        print(f"  {number}: {said}")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
