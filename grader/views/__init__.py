"""The record as a table, HTML, Markdown, JUnit, Gradescope's results, and a graph."""
