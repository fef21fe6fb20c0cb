"""Codes for why a file is refused; the messages for users are with the forms that take files."""

from ground.processes.child import Fault

__all__ = ["Fault"]
