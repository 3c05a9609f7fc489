"""The lessons as a book: `nox -s book`. Its one source is what the course is made of.

blocks.py     a lesson's text -> paragraphs, formulas, tables, drawings
notation.py   how lessons write formulas;  columns.py: lines that are the rows of a table
formula.py    a formula -> MathML, with shapes below its factors;  symbols.py: one piece of it
words.py      prose -> Markdown, in which only what the lesson sets apart means anything
lesson.py     a lesson -> the parts that each has
traps.py      the known mistake that stands for its trap, by name
trap.py       that trap, sprung: a program, and what a library with the mistake makes of it
questions.py  three questions to it, from questions/, with folded answers
snippets.py   code on the pages, run;  worked.py: that of the lessons, by what stands in worked/
pictures/     a picture for each lesson whose demo makes none
answers.py    whether a page gives away what a learner is to write
places.py     what is to be written, and what each place is for
effort.py     how much is to be written, and a first hint for each place
page.py       all of a milestone's page
sources.py    the sources of all pages, and all that is run for them
around.py     pages of docs/: the course, how the grader works, departures and others
links.py      links of the finished pages that lead nowhere, and what would come from elsewhere
looks.py      how they look in a browser: wide and narrow, light and dark
single.py     all pages in one file
conf.py       settings of Sphinx;  static/ what pages look like;  front/ the pages around them
"""
