"""Text files that instruments write beside a picture."""

from pathlib import Path

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8"))
# What no Latin-1 text holds: a control character.
_MICRO_CP932 = "μ".encode("cp932")
_LARGEST_BYTES = 1 << 20


def sidecar_text(path: Path, *names: str) -> str | None:
    """Give the text of the first file of these names beside a picture.

    Parameters
    ----------
    path : Path
        The picture.
    *names : str
        File names, compared without regard to case.

    Returns
    -------
    str or None
        None where no such file is there.
    """
    wanted = [name.lower() for name in names]
    try:
        beside = {file.name.lower(): file for file in path.parent.iterdir()}
        for name in wanted:
            file = beside.get(name)
            if file is not None and file.is_file():
                with open(file, "rb") as content:
                    return decoded(content.read(_LARGEST_BYTES))
    except OSError:
        return None
    return None


def decoded(data: bytes) -> str:
    """Give bytes as text: UTF-16 with or without its mark, UTF-8, Shift-JIS or Latin-1.

    Parameters
    ----------
    data : bytes
        As they stand in the file.

    Returns
    -------
    str
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(
                f"{name}-{'le' if mark[0] == 0xFF else 'be'}"
                if name == "utf-16"
                else name,
                errors="replace",
            )
    if b"\x00" in data[:64]:
        # Western text in UTF-16 has its zeros in every second place.
        order = "le" if data[1:64:2].count(0) >= data[:64:2].count(0) else "be"
        return data.decode(f"utf-16-{order}", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        name = "cp932" if _MICRO_CP932 in data else "latin-1"
        return data.decode(name, errors="replace")


def key_values(text: str, separator: str = "=") -> dict[str, str]:
    """Give the ``key=value`` lines of a text; section lines are left out.

    Parameters
    ----------
    text : str
        Lines.
    separator : str
        What parts key and value; the first one in each line counts.

    Returns
    -------
    dict
        The first value of each key.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, mark, value = line.strip().partition(separator)
        if mark and key:
            found.setdefault(key.strip(), value.strip())
    return found
