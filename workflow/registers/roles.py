"""Which roles open the admin and the registers."""

ADMINISTRATOR, BOARD = "administrator", "board"


def hats_of(user) -> set[str]:
    hats = {ADMINISTRATOR} if user.is_administrator else set()
    return hats | ({BOARD} if user.reach.board else set())
