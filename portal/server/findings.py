from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    WELL = "well"
    DOUBTFUL = "doubtful"  # works, but somebody should look
    UNWELL = "unwell"


@dataclass(frozen=True)
class Finding:
    """What a check found out: `name` for machines, `label` and `words` in the language of the screen; `to_do`: what
    helps, "" where all is well.
    """

    name: str
    label: str
    health: Health
    words: str
    to_do: str = ""


def well(name: str, label: str, words: str = "") -> Finding:
    return Finding(name, label, Health.WELL, words)
