"""Word and Excel files (Office Open XML): what they are made of, what in them acts, which words they show.

Read only in a process of its own; knows nothing of Django nor of the trade.
"""
