"""The lists of this room: what they tell, sort and filter by."""
