"""Commands, one file for each place of work, one function for each button."""
