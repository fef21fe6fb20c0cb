"""Acts on a record that are no steps of its table."""

# What is done to a record beside its steps, as its events name it.
CREATED, CHANGED, REMOVED, RESTORED = "created", "changed", "removed", "restored"
IMPORTED = "imported"
PASSWORD_SET = "password_set"  # noqa: S105  of an account, by somebody who is not its owner
