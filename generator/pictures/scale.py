"""From a number to a place along a line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Spreads the whole numbers `first` to `last` over the places from `start` to `end`.

    Each number has a cell of the same width, so a range of numbers and the line that stands for it agree to the cell.
    """

    first: int
    last: int
    start: float = 0.0
    end: float = 100.0

    @property
    def cell(self) -> float:
        """How wide one number is."""
        return (self.end - self.start) / (self.last - self.first + 1)

    def left(self, number: int) -> float:
        """Where the cell of a number begins."""
        return self.start + (number - self.first) * self.cell

    def right(self, number: int) -> float:
        """Where the cell of a number ends."""
        return self.left(number + 1)

    def middle(self, number: int) -> float:
        """The middle of a number's cell: where its mark stands."""
        return self.left(number) + self.cell / 2

    def holds(self, number: int) -> bool:
        """Whether the number lies on the scale."""
        return self.first <= number <= self.last
