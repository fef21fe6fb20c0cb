"""Links of papers and files to campaigns, inspections, values, findings, answers."""
