"""The letters over the columns of a sheet, and the places that they stand for."""

_PLACES: dict[str, int] = {}


def column_letter(place: int) -> str:
    """The letters over a column counted from 0: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(reference: str) -> int:
    """The place of the column that a cell such as B7 stands in, counted from 0; -1 where that is no cell."""
    letters = reference.rstrip("0123456789")
    place = _PLACES.get(letters)
    return _worked_out(letters) if place is None else place


def _worked_out(letters: str) -> int:
    if not 0 < len(letters) <= 3 or not (letters.isascii() and letters.isupper()):
        return -1
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return _PLACES.setdefault(letters, place - 1)
