"""What the addresses of the set-up point at."""


def budget_line(cast):
    return cast.salary_line
