"""The yearly status report: its sections, figures, way to the funder, pages and file.

``sections`` say what is to be written and ``figures`` what is filled in; ``tables`` lay the figures out
once for the page and the paper; ``actions`` are the steps that the agreement names (R12).
"""
