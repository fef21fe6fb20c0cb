"""Signing in and out, sessions, passwords, and the audit log of these."""
