"""Child processes for risky work, and limits on how much heavy work runs at once."""
