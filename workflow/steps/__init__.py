"""Steps as data, and the one function that takes them."""
