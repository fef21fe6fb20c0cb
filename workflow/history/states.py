"""Acts on a record that are no steps of its table."""

# Acts on a record that are no steps, by the name in its events.
CREATED, CHANGED, REMOVED, RESTORED = "created", "changed", "removed", "restored"
IMPORTED = "imported"
PASSWORD_SET = "password_set"  # noqa: S105  of an account, by somebody who is not its owner
FACTOR_ENROLLED, FACTOR_SWITCHED_OFF = "factor_enrolled", "factor_switched_off"  # the second one of an account
FACTOR_RESET_REQUESTED, FACTOR_RESET = "factor_reset_requested", "factor_reset"
RECOVERY_CODE_USED, RECOVERY_CODES_RENEWED = "recovery_code_used", "recovery_codes_renewed"
HANDED_OVER = "handed_over"  # the work of a body, by one of its officers to a colleague
ACCOUNTS_REQUESTED = "accounts_requested"  # for the bodies of a campaign in which nobody can sign in
