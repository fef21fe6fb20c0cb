"""The questions on the page of a trial, and what was chosen there."""

import re

from django.http import QueryDict

from portal.exchange.trial import Outcome
from workflow.registers.questions import Question

QUESTIONS_SHOWN = 50
FIELD = "meaning-"  # of a question: this and its key
_KEY, _CHOICE = re.compile(r"[0-9a-f]{16}"), re.compile(r"\w{1,40}", re.ASCII)


def questions_shown(outcome: Outcome) -> list[Question]:
    """Return the first questions, those without a choice before the others, which can be chosen anew."""
    return sorted(outcome.questions, key=lambda question: bool(question.chosen))[:QUESTIONS_SHOWN]


def read_choices(posted: QueryDict) -> dict[str, str]:
    """Return {key: name of the chosen meaning} of a page's questions; what no page of ours sends is left out."""
    said = {name.removeprefix(FIELD): posted[name] for name in posted if name.startswith(FIELD)}
    sound = [key for key, choice in said.items() if _KEY.fullmatch(key) and _CHOICE.fullmatch(choice)]
    return {key: said[key] for key in sound[:QUESTIONS_SHOWN]}
