"""Which submissions have something in common that others don't: evidence, and no verdict.

tokens.py  a file as what is left of it when names, comments and layout are taken away
pairs.py   what two have in common, weighted by how rare that is in the class
page.py    the pairs side by side, for whoever decides what it means
"""
