"""Exceptions for refused acts."""


class StepRefused(Exception):
    """The act is refused; `messages` say why. Nothing was changed."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__(" ".join(messages))


class NotYours(StepRefused):
    """The user has no role that may take the step."""


class TakenAlready(StepRefused):
    """The record has moved on: another person was faster, or the button was pressed twice."""
