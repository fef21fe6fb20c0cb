"""Signing in and out, sessions, passwords, and the log of it."""
