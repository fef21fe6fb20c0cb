"""Why a file is refused, as a word: the words for people are in `judge`."""


class Fault(Exception):
    def __init__(self, code: str):
        self.code = code
        super().__init__(code)
