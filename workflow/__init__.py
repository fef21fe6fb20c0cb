"""HOW: base models and forms, steps, events and history, background jobs, import and export, the admin's base.

It knows no model of the upper apps: these register what they add, in their `AppConfig.ready`.
"""
