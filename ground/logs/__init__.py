"""The portal's log: its lines, the id of a request in each, and what strangers can write to it. See decisions/0038."""
