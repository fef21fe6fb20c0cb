"""How passwords are stored: chosen ones, decisions/0034; those of the portal's own making, decisions/0027."""

from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher

ALGORITHM = "pbkdf2_first"


class SmallArgon2(Argon2PasswordHasher):
    """Argon2id with OWASP's least memory, so that a morning's sign-ins fit a server of two cores. Hashes of other
    costs, Django's own and PBKDF2 are replaced at their owner's next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 with fewer rounds, for random passwords of 54 bits that are valid for days: a hundred are hashed while
    somebody waits for the sheet. Passwords that people choose are hashed by the first of PASSWORD_HASHERS.
    """

    algorithm = ALGORITHM
    iterations = 20_000
