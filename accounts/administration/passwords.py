"""Passwords for one sign-in, made by the portal and shown once."""

import secrets

# Without vowels, so that no word comes about, and without letters and figures that look alike in print.
LETTERS = "bcdfghkmnpqrtwxz2346789"
GROUPS, SIZE = 3, 4  # 23 ** 12: 54 bits


def make_password_for_one_sign_in() -> str:
    """Return a new password such as "tk4m-9xqb-h3wd", easy to copy from paper."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(SIZE)) for _group in range(GROUPS))
