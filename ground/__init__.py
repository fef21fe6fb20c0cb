"""Tools without any knowledge of inspections: Vietnamese text, lists, sheets, limits of input, child processes."""
