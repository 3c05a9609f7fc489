"""From records to grades: for a spreadsheet, and for the platform that the class is on.

rows.py    a row for each who handed in, and for each of the roster who did not
tables.py  the rows as CSV, and filled into Canvas' and Moodle's own files
"""
