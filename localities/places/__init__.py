"""Places and their dated spells."""
