"""Speed as ratios: each figure is a page or paper of the product against a plain one, in one run."""
