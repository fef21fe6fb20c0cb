"""Copies of the whole portal, back from them, and the way from one database to the other."""
