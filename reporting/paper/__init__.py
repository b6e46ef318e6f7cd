"""The paper kit: figures go in as dataclasses, PDF bytes come out. Nothing here asks the database.

``fonts`` and ``styles`` are the look, ``kit`` the parts, ``build`` the one place that knows pages and
files, and one module for each paper says with ``sheet(figures)`` and ``story(figures)`` what it holds.
"""
