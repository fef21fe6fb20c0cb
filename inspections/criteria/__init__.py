"""What is measured: stable criteria, and the year's sets that ask for them."""
