"""Superset's settings that suit this warehouse; a server names the file in SUPERSET_CONFIG_PATH.

Secrets stay out of it: Superset itself reads SUPERSET_SECRET_KEY.
"""

from superset.config import TALISMAN_CONFIG

# Superset's pages ask other hosts for maps, and for a picture that counts whoever opens them:
# the browser is told not to.
TALISMAN_CONFIG["content_security_policy"] |= {
    "img-src": ["'self'", "blob:", "data:"],
    "connect-src": ["'self'"],
}


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
