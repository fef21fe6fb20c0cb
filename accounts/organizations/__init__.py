"""Bodies with dated names, and who succeeded whom."""
