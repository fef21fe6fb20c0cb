"""Which roles open the admin and the registers."""

from django.contrib.auth.base_user import AbstractBaseUser

ADMINISTRATOR, BOARD = "administrator", "board"


def hats_of(user: AbstractBaseUser) -> set[str]:
    hats = {ADMINISTRATOR} if user.is_administrator else set()
    return hats | ({BOARD} if user.reach.board else set())
