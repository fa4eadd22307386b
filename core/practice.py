"""The practice that rules and numbers rest on, in a sentence each, with the article that it comes from.

The numbers (R1 …) are those of the catalogue that Digwell was made from; a person reads the sentence and the article.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_TIPS = "Informational Interview Tips"
_JAZVAC = "Jazvac, Informational Interviews: A Valuable Networking Tool for Career Transitions"
_LANCHART = "Lanchart 2019, Informational Interviews: Why and How"
_PART_ONE = "The Informational Interview, part I"
_TABLE = "Informational Interviews, with the table of both kinds of interview"

# What is said, and in which article.
PRACTICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "R1": ("asking the first person is where most come to a halt", _TIPS),
        "R14": ("talking with people makes talking with people easier", _PART_ONE),
        "R35": ("talks serve a network and a decision at once", _JAZVAC),
        "R43": ("have questions ready once the day is set", _LANCHART),
        "R51": ("look elsewhere when the people one knows know too few others", _TIPS),
        "R58": ("the first message is the hardest, and little can be lost by it", _LANCHART),
        "R62": ("people one talks with often introduce one to others", _LANCHART),
        "R77": ("never turn the talk into a job interview", _TIPS),
        "R78": ("confirm day and hour once they are agreed", _LANCHART),
        "R90": ("say that you will keep in touch as you decide", _TIPS),
        "R98": ("note the highlights right after the talk", _JAZVAC),
        "R102": ("always send a short thank-you", f"{_TIPS}; also in {_LANCHART}"),
        "R103": ("thank whoever introduced you, too", _TABLE),
        "R104": ("send a résumé only where it was asked for", _TIPS),
        "R105": ("keep in touch, at most once in three months", _TIPS),
        "R107": ("do not let the contact lapse", _JAZVAC),
        "R108": ("follow up the names and tips that were given", _JAZVAC),
    }
)
_NUMBER = re.compile(r"\bR\d+\b")


def in_words(source: str) -> str:
    """A rule's source as a person reads it: each number of the catalogue with its sentence and its article."""
    return _NUMBER.sub(lambda found: _said(found[0]), source)


def _said(number: str) -> str:
    words, article = PRACTICE[number]
    return f"“{words}”, after {article} ({number})"
