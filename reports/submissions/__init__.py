"""Self-reports in rounds of submission and return: tables that no page fills yet.

Today a self-report comes in as a file: `hand_in_report` in inspections/attachments/acts.py.
"""
