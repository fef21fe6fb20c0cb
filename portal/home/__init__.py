"""The home page: what the user must do now, running campaigns, sessions and notices."""
