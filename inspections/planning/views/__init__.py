"""The pages of the planning: one file for each family."""
