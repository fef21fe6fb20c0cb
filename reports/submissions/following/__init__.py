"""Following self-reports until they are in: notices, reminders, many of them at once."""
