"""Django's admin, scoped like every other page."""
