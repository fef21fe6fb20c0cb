"""What is asked for, of whom, and how it was answered."""
