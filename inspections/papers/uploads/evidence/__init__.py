"""Files that units send as evidence: papers, workbooks, old Office files, photos.

`reading` and what it imports run in a child process and don't import Django.
"""
