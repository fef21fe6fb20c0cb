"""script/try_install walks deploy/README.md on new machines; here: that it leaves no block out without a reason."""

from tests.deploy.machine import readme


def test_every_block_is_walked_in_its_order_or_named_with_a_reason():
    assert [(heading, n) for heading, n, _how in readme.BLOCKS] == [
        (heading, n) for heading, n, _text in readme.numbered()
    ]


def test_what_is_not_walked_says_why():
    reasons = {(heading, n): how for heading, n, how in readme.BLOCKS if isinstance(how, str)}
    assert {block: "Internet" in why for block, why in reasons.items()} == {("Malware scanner", 0): True}
