"""People, their accounts, and the roles that memberships give them."""
