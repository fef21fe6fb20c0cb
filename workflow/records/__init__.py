"""What every table carries, and how its rows are filled in: forms, drafts, tokens, pickers, lists."""
