"""The record as a table, HTML, Markdown, JUnit, Gradescope's results, and a graph.

table.py       the table in the terminal, and next_step.py what stands below it, from "Next:" on
failures.py    of which: a milestone's failures, in as many rows as a terminal has
html.py        one HTML file, of report.html.jinja and report.css
markdown.py    a summary for a CI job
junit.py       JUnit's XML
gradescope.py  results.json
graph.py       the learner's drawing as a safe picture
overview.py    the course in Markdown, for README and docs/; checks.py what it was tried with
progress.py    the learner's own log of what works: progress.md, its [DONE] lines
fitted.py      a record cut so that a file of it has 500 KB at most
apart.py       what fails only together, and with which earlier file
hint_lines.py  a hint in words
reasons.py     why tests fail, each reason once
words.py       what the views say alike: the place to look at, and which milestone is next
facts.py       what must be known to read the score: what was missing, ignored, changed or misnamed
terminal.py    color, width, characters
links.py       places in files, which a terminal opens when they are clicked
within.py      a record for those who have the files, and not the folder's place
outputs.py     writes the files that were asked for; fitted.py sees to it that none is too large
"""
