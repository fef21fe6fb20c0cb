"""The calendar of sessions by week and month, with double bookings."""
