"""Adding and changing bodies and people: administrators do all of it, staff add in the provinces that they work in."""
