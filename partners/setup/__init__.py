"""Setting a project up: what it is, who takes part, its limits and its plan, in steps."""
