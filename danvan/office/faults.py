"""Why a file is refused, as a word: the words for people stand with the forms that take files."""


class Fault(Exception):
    """`where`: the place of what is wrong, for faults that have one."""

    def __init__(self, code: str, **where):
        self.code, self.where = code, where
        super().__init__(code)
