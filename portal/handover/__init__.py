"""Slips of new accounts as a PDF, and the page on which an officer hands over to a colleague."""
