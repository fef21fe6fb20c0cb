"""Which roles open the admin and the registers."""

from django.contrib.auth.base_user import AbstractBaseUser

ADMINISTRATOR, BOARD = "administrator", "board"


def roles_of(user: AbstractBaseUser) -> set[str]:
    roles = {ADMINISTRATOR} if user.is_administrator else set()
    return roles | ({BOARD} if user.reach.board else set())
