"""Accounts for many officers in one act, first passwords on slips, and the hand-over to a colleague."""
