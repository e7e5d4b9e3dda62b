-- What each reason code says and what would mend it: words of our own, never those of a cell.
select
    reason_code,
    text,
    text_id,
    mend,
    -- Kept: what the cell says counts, and is shown beside what contradicts it.
    coalesce(kept = 'yes', false) as is_kept
from {{ source('reference', 'reason_codes') }}
