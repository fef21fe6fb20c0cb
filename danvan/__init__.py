"""The Django project: settings, root URLconf, WSGI. Nothing imports it."""
