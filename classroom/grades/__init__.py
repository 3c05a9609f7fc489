"""From records to grades: for a spreadsheet, and for the platform that the class is on.

rows.py    a row for each who handed in, and for each of the roster who did not
summary.py what the class can do and what it can't, counted
pages.py   a page about the class, one for each submission, and a zip of what students may have
tables.py  the rows as CSV, and filled into Canvas' and Moodle's own files
"""
