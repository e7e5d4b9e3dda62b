-- What figures count, and which measures two institutions use for the same thing.
select
    code as measure,
    name_id,
    name_en,
    unit,
    family,
    coalesce(may_fall = 'yes', false) as may_fall
from {{ source('reference', 'measures') }}
