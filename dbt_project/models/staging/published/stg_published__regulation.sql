-- Laws, decrees, circulars and letters (P3) as their rows say them: one row per printed reference.
{{ record_fields('regulation', [
    'regulation_id', 'kind', 'number', 'year', 'title', 'issuer', 'date', 'as_printed',
    'corrected', 'citation', 'locator', 'note'
]) }}
