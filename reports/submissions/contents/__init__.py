"""What a unit writes in its self-report: the questions, the texts as typed, how they are read and stored."""
