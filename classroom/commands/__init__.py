"""What a person types after `nox -s classroom --`: a file for each command."""
