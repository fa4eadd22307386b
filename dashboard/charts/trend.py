"""A trend in a card: the last weeks as small bars from zero, drawn without a script."""

from base64 import b64encode
from collections.abc import Sequence

_WIDE, _HIGH = 240, 48
# A tone that stands out on both backgrounds: what is drawn here does not know which of them it is on.
_TONE = "#378a93"


def trend_from_zero(counts: Sequence[float]) -> str:
    """The address of a picture with a bar for each count, the highest as high as the picture; zero is a line."""
    most, width = max(counts, default=0) or 1, _WIDE / max(len(counts), 1)
    bars = "".join(
        f'<rect x="{place * width + 2:.1f}" y="{_HIGH - _height(count, most):.1f}" width="{width - 4:.1f}" '
        f'height="{_height(count, most):.1f}"/>'
        for place, count in enumerate(counts)
    )
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{_HIGH}" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'preserveAspectRatio="none" fill="{_TONE}">{bars}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def _height(count: float, most: float) -> float:
    return max(_HIGH * count / most, 1.0)
