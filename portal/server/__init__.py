"""The state of the server: what check_server, the administrators' page and home say of it."""
