"""Codes of authenticator apps, recovery codes, and how both are stored; times are passed in."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from accounts.second_factor import codes
from accounts.second_factor.sealing import Unreadable, digests_of, seal, unseal
from tests.accounts.second_factor.conftest import KEY

RFC_KEY = b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 27, 1, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert codes.code_at(RFC_KEY, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize(
    ("seconds_off", "step"), [(-60, None), (-30, STEP - 1), (0, STEP), (19, STEP), (30, STEP + 1), (60, None)]
)
def test_a_phones_clock_may_be_one_code_slow_or_fast(seconds_off, step):
    assert codes.step_of(KEY, codes.code_at(KEY, NOW + timedelta(seconds=seconds_off)), NOW) == step


@pytest.mark.parametrize(("last_step", "step"), [(STEP - 1, STEP), (STEP, None), (STEP + 1, None)])
def test_a_code_is_newer_than_the_last_that_was_accepted(last_step, step):
    assert codes.step_of(KEY, codes.code_at(KEY, NOW), NOW, last_step) == step


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "0" * 15])
def test_what_has_no_six_figures_is_no_code(digits):
    assert codes.step_of(KEY, digits, NOW) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [(" 287 082 ", "287082"), ("04821-77305 61940", "048217730561940"), ("28708x", ""), ("", ""), ("١٢٣٤٥٦", "")],
)
def test_spaces_and_dashes_between_figures_are_ignored(typed, digits):
    assert codes.digits_of(typed) == digits


def test_keys_and_recovery_codes_are_made_at_random():
    keys, made = [codes.new_key() for _n in range(3)], codes.new_recovery_codes()
    assert ([len(key) for key in keys], len(set(keys))) == ([32] * 3, 3)
    assert ([len(codes.digits_of(code)) for code in made], len(set(made))) == ([15] * 10, 10)


def test_the_app_gets_key_issuer_and_account():
    address = codes.address_for_app(KEY, "Cổng Dân vận", "lan@x")
    assert address == (
        f"otpauth://totp/C%E1%BB%95ng%20D%C3%A2n%20v%E1%BA%ADn:lan%40x?secret={KEY}"
        "&issuer=C%E1%BB%95ng%20D%C3%A2n%20v%E1%BA%ADn"
    )


def test_what_is_sealed_is_read_with_its_key_alone_also_when_a_newer_one_stands_before_it(settings):
    settings.SECOND_FACTOR_KEYS = ["khóa cũ"]
    sealed, digest = seal(KEY), digests_of("1")[0]
    assert (KEY in sealed, unseal(sealed)) == (False, KEY)
    settings.SECOND_FACTOR_KEYS = ["khóa mới", "khóa cũ"]
    assert (unseal(sealed), digest in digests_of("1"), digests_of("1")[0] == digest) == (KEY, True, False)
    settings.SECOND_FACTOR_KEYS = ["khóa mới"]
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_a_sealed_text_can_be_too_old():
    sealed = seal(KEY)
    assert unseal(sealed, 60) == KEY
    with pytest.raises(Unreadable):
        unseal(sealed, -1)
