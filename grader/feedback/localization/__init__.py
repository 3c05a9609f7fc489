"""Which place of a file is to be mended."""
