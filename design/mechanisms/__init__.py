"""Which mechanisms do practitioners' accounts name? One family of them a file."""
