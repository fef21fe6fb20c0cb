"""What comes in as a file: named, read apart, judged by what is in it.

`reading` and what it imports (pdf, docx, faults) run in a process of their own and know nothing of Django.
"""
