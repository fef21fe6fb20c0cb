"""What papers and files are linked to: campaigns, inspections, values, findings, answers."""
