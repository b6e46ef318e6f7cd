"""Tables that come and go as files: looked at first, then imported whole or not at all.

``table`` says what a table is, ``acts`` brings one in and hands one out, ``views`` are the pages. Each
app describes its tables in ``transfers.py``, which is found as the apps start.
"""
