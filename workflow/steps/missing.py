"""What a step lacks, in words, with the page where it is entered."""

from typing import Self


class Missing(str):
    """A message of a check that leads to where the missing is entered; messages without such a page are plain strings.

    `url`: the page; `act`: the words of its link.
    """

    url: str
    act: str

    def __new__(cls, words: str, url: str, act: str) -> Self:
        made = super().__new__(cls, words)
        made.url, made.act = url, act
        return made
