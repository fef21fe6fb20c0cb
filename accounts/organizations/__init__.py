"""Organizations with dated names, and their successions."""
