"""All makers whose metadata are read from tags and sidecars, in one list.

A new maker is one file beside this one and one line below.
"""

from dataclasses import replace

from feretlab.core.io.vendors.fei import read_fei
from feretlab.core.io.vendors.gatan import read_gatan
from feretlab.core.io.vendors.hitachi import read_hitachi
from feretlab.core.io.vendors.imagej import read_imagej
from feretlab.core.io.vendors.jeol import read_jeol
from feretlab.core.io.vendors.olympus import read_olympus
from feretlab.core.io.vendors.ome import read_ome
from feretlab.core.io.vendors.phenom import read_phenom
from feretlab.core.io.vendors.recorded import Header, Recorded, Vendor
from feretlab.core.io.vendors.tescan import read_tescan
from feretlab.core.io.vendors.tvips import read_tvips
from feretlab.core.io.vendors.zeiss import read_zeiss
from feretlab.core.io.vendors.zeiss_xml import read_zeiss_xml

# ImageJ first: what it saved last holds, whatever tags an instrument left.
VENDORS: tuple[Vendor, ...] = (
    read_imagej,
    read_zeiss,
    read_zeiss_xml,
    read_phenom,
    read_fei,
    read_tescan,
    read_olympus,
    read_tvips,
    read_gatan,
    read_jeol,
    read_hitachi,
    read_ome,
)


def recorded_by_vendor(header: Header) -> Recorded:
    """Give what the first maker with a pixel size recorded.

    Parameters
    ----------
    header : Header
        A picture's tags and place.

    Returns
    -------
    Recorded
        Of the first maker that is recognised where none has a size; empty where
        none is.
    """
    recognised: Recorded | None = None
    for vendor in VENDORS:
        found = vendor(header)
        if found is None:
            continue
        if found.is_reciprocal or found.pixel_size_nm is not None:
            return _joined(recognised, found)
        recognised = recognised or found
    return recognised or Recorded()


def _joined(earlier: Recorded | None, found: Recorded) -> Recorded:
    """Keep the info bar that an earlier maker without a size knew."""
    if earlier is None or found.field_rows is not None:
        return found
    return replace(found, field_rows=earlier.field_rows)
