"""Processes of their own for what may harm, and how much heavy work runs at once."""
