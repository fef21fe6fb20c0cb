"""WHAT JOINS ALL: pages that combine several rooms; a page of one room alone is in that room."""
