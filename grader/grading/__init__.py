"""From a folder to the record."""
