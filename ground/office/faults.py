"""Why a file is refused, as a word: the words for people stand with the forms that take files."""

from ground.processes.child import Fault

__all__ = ["Fault"]
