"""How Sphinx makes the pages; `python -m book` writes their sources and calls it."""

project = "The autodiff kata"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = project
html_show_copyright = False  # LICENSE says whose it is
html_static_path = ["static"]
html_css_files = ["book.css", "pictures.css"]
html_copy_source = False
html_show_sourcelink = False
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
highlight_language = "text"
smartquotes = False
suppress_warnings = ["myst.header"]
