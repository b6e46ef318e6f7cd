"""Two things in turn, many times: medians, and how far the ratio wandered."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

WARM_UPS = 3
ROUNDS = 40


@dataclass(frozen=True)
class Comparison:
    """Milliseconds of the product and of the floor it is held against; A, B, A, B…"""

    name: str
    ours: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.floor)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles of the ratio of neighbours: half of all rounds lie between them."""
        ratios = [ours / floor for ours, floor in zip(self.ours, self.floor, strict=True)]
        low, _middle, high = statistics.quantiles(ratios, n=4)
        return low, high

    def line(self) -> str:
        low, high = self.spread
        ours, floor = statistics.median(self.ours), statistics.median(self.floor)
        return (
            f"{self.name:<36}{ours:>9.1f} ms{floor:>9.1f} ms{self.ratio:>8.2f}"
            f"   {low:.2f}–{high:.2f}"
        )


HEAD = f"{'':<36}{'ours':>12}{'floor':>12}{'ratio':>8}   half of all rounds"


def compare(
    name: str, ours: Callable[[], object], floor: Callable[[], object], *, rounds: int = ROUNDS
) -> Comparison:
    """Run both in turn; the order changes every round, so that neither always comes second."""
    for _ in range(min(WARM_UPS, rounds // 2)):
        ours(), floor()
    times = {ours: [], floor: []}
    for number in range(rounds):
        for each in (ours, floor) if number % 2 else (floor, ours):
            start = perf_counter()
            each()
            times[each].append((perf_counter() - start) * 1000)
    return Comparison(name, times[ours], times[floor])
