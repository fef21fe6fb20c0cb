"""What was done and who read what: events, the access log, notices; and the acts that leave an event."""
