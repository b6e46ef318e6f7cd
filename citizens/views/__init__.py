"""Pages: door, form, act, page."""
