"""Double bookings: who is needed in two places at once, and doubts about a delegation."""
