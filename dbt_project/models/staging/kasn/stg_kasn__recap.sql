-- KASN's recaps by government (L1): one row per cell of a measure, totals marked.
{{ recap_cells('kasn_recap') }}
