"""The forms of the planning: one file for each family."""
