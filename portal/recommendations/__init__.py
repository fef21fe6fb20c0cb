"""The page of an assignment, where it is answered and verified, and the tables of recommendations."""
