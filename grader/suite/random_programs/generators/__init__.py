"""Random programs, for the milestones that end with them."""
