"""Why a file is refused, as a word: the words for people stand with the forms that take files."""


class Fault(Exception):
    def __init__(self, code: str):
        self.code = code
        super().__init__(code)
