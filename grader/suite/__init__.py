"""What suites are written in: programs, asked of torch and of a library, and compared."""
