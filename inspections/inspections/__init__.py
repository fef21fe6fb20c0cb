"""One inspection of one body, and its working sessions."""
