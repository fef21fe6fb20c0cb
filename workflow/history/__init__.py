"""Events, the access log, notices; and the functions that write records with their events."""
