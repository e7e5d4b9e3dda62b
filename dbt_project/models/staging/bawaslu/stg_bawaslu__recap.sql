-- Bawaslu's provincial recaps (L5): one row per cell of a measure, totals marked.
{{ recap_cells('bawaslu_recap') }}
