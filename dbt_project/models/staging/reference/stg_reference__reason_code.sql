-- What each reason code says and what would mend it: words of our own, never those of a cell.
select
    reason_code,
    text,
    text_id,
    mend
from {{ source('reference', 'reason_codes') }}
