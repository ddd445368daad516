"""Looks of Office files, authored with the usual libraries: styles, themes, masters.

Nothing here runs while documents are made: to load python-docx, python-pptx and openpyxl and to author the looks of all
layouts takes a process more than half a second and thirty megabytes. ``make skeletons`` keeps what is authored
(`synthphi.render.authored`), and a test says so when that was forgotten.
"""
