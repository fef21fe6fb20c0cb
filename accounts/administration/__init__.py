"""The administrator's daily work with accounts: opening, locking, roles, passwords for one sign-in."""
