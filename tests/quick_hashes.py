"""The portal's password hashes, made in little time: real ones are slow on purpose, a suite makes hundreds."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same algorithm and the same form, so a server started by a test knows them and takes them for old ones."""

    time_cost, memory_cost, parallelism = 1, 8, 1
