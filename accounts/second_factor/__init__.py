"""The second factor of signing in: codes of an app on a phone, recovery codes, and how both are reset."""
