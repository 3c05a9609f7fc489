"""The grader: assembles a library, runs programs in it, compares with torch, and reports."""
