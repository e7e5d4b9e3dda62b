"""Superset's settings for this warehouse: put it on the server and name it in SUPERSET_CONFIG_PATH.

Secrets stay out of it: Superset itself reads SUPERSET_SECRET_KEY.
"""

import os


def DB_CONNECTION_MUTATOR(uri, params, username, security_manager, source):
    """Opens the release that `current.duckdb` means now by its own path.

    DuckDB shares one open file per path within a process: as long as any query has the link open,
    further ones would go on reading the release before.
    """
    if uri.drivername == "duckdb":
        uri = uri.set(database=os.path.realpath(uri.database))
    return uri, params


# Numbers and dates as Indonesian readers write them.
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
D3_TIME_FORMAT = {
    "dateTime": "%d-%m-%Y %H.%M",
    "date": "%d-%m-%Y",
    "time": "%H.%M",
    "periods": ["", ""],
    "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
    "months": [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ],
    "shortMonths": [
        "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des",
    ],
}  # fmt: skip
