"""What is asked of the search box: a title, the words, and how many rows they must bring at least."""

from typing import NamedTuple

from benchmarks import words


class Asked(NamedTuple):
    title: str
    words: str
    least: int = 1


SEARCHES = {
    "search_rare": Asked("search, rare word", words.RARE, words.RARE_TICKETS),
    "search_common": Asked("search, common word", words.COMMON, 50),
    "search_both": Asked("rare word and common word", f"{words.RARE} arve", 0),
    "search_two": Asked("two common words", f"{words.COMMON} arve", 50),
    "search_none": Asked("word that nobody wrote", "qqxyzzy", 0),
    "search_or": Asked("rare OR common", f"{words.RARE} OR {words.COMMON}", 50),
    "search_without": Asked("common -common", f"{words.COMMON} -arve", 50),
    "search_phrase": Asked("phrase of common words", '"on ja"', 1),
    "search_tag": Asked("tag:", "tag:router", 50),
    "search_from": Asked("from: an address", "from:c17@customer17.example", 0),
    "search_domain": Asked("from: a domain", "from:customer3.example", 0),
    "search_person": Asked("from: a name", "from:okafor", 50),
    "search_created": Asked("created>", "created>30d", 50),
    "search_has": Asked("has:attachment", "has:attachment", 50),
    "search_file": Asked("file: a common name", "file:invoice", 50),
    "search_one_file": Asked("file: one name", "file:invoice-4", 0),
    "search_note": Asked("note: a common word", "note:arve", 50),
    "search_narrow": Asked("common word, narrowed", f"{words.COMMON} tag:vip priority>=high created>90d", 1),
    "search_vain": Asked("common word and a tag that none has", f"{words.COMMON} tag:nosuch", 0),
}
