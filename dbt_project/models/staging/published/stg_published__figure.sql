-- Published figures (P1) as their rows say them: every field still text, one row per printed figure.
{{ record_fields('figure', [
    'figure_id', 'publisher', 'title', 'published_on', 'source', 'measure', 'member', 'unit', 'value',
    'as_printed', 'region_code', 'about', 'election', 'period_label', 'period_from', 'period_to',
    'as_of', 'as_of_basis', 'base', 'base_basis', 'breakdown', 'breakdown_total',
    'breakdown_complete', 'citation', 'locator', 'note'
]) }}
