"""Example data: an inspection of 2019 and a campaign of 2026, and bulk data of the country's size for measuring."""
