"""WHO: bodies, people, their accounts, and the roles from which every scope follows (`User.reach`)."""
