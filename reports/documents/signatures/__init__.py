"""Signed copies of issued papers, taken back: the PDF that the agency's own tool signed, or a scan of the ink-signed
paper. Read in a child process (`reading`, `signers`, `texts`, which import no Django), judged here, stored as they
came.
"""
