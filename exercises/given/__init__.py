"""What the library needs besides the milestones: given code, which nobody is asked to write."""
