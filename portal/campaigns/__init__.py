"""The page of a campaign: the matrix, acts on many inspections, planning, reminders."""
