"""Why an act was refused."""


class StepRefused(Exception):
    """The step can't be taken; `messages` say why. Nothing was changed."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__(" ".join(messages))


class NotYours(StepRefused):
    """The step is not this user's to take."""


class TakenAlready(StepRefused):
    """The record has moved on: another person was faster, or the button was pressed twice."""
