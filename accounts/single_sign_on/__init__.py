"""Signing in by the province's own OpenID Connect provider: decisions/0035."""
