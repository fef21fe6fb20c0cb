"""Word and Excel files (Office Open XML): their parts, the active ones among these, and their text.

Used only in a child process; knows neither Django nor inspections.
"""
