"""Which of a record's steps stand out in the box of next steps, and which are folded."""

from dataclasses import dataclass
from typing import Self

from workflow.steps.acts import OfferedStep


@dataclass(frozen=True)
class NextSteps:
    """`main`: what is waited for, and what the reader does here; `others`: what is merely possible."""

    main: list[OfferedStep]
    others: list[OfferedStep]

    @classmethod
    def of(cls, offers: list[OfferedStep]) -> Self:
        """Sort the steps: expected ones are main, the reader's first. A reader who may take none of them has the first
        of the own beside them; where none is expected, the first that can be undone is main.
        """
        main = [offer for offer in offers if offer.step.is_expected]
        possible = [offer for offer in offers if not offer.step.is_expected and not offer.step.final]
        if not any(offer.may for offer in main):
            own = [offer for offer in possible if offer.may]
            main += (own or ([] if main else possible))[:1]
        main.sort(key=lambda offer: not offer.may)
        return cls(main, [offer for offer in offers if offer not in main])

    @property
    def words(self) -> str:
        """Return the labels of what is folded, as its head shows them."""
        return ", ".join(str(offer.step.label) for offer in self.others)
