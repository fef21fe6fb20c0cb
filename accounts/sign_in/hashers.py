"""How first passwords of the portal's own making are stored: decisions/0027."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

ALGORITHM = "pbkdf2_first"


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 with fewer rounds, for random passwords of 54 bits that are valid for days: a hundred are hashed while
    somebody waits for the sheet. Passwords that people choose are hashed by the first of PASSWORD_HASHERS.
    """

    algorithm = ALGORITHM
    iterations = 20_000
