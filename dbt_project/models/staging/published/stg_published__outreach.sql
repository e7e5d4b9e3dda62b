-- Prevention events (P2) as their rows say them: one row per account of an event.
{{ record_fields('outreach', [
    'outreach_id', 'event_date', 'place', 'region_code', 'kind', 'organiser', 'participants',
    'participants_as_printed', 'as_printed', 'citation', 'locator', 'same_event_as', 'note'
]) }}
