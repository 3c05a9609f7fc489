"""What was handed in, whatever the platform: found, named, and laid in a folder each.

tree.py      all files of a folder or a zip, however nested, and why some can't be taken
layouts.py   whose they are: Canvas, Moodle, Gradescope, folders
numbered.py  which of a submission's files are the course's
roster.py    the students' names, and which submission is whose
take_in.py   lays the files into the class's folder, and keeps the report
"""
