-- What figures count, and which measures two institutions use for the same thing.
select
    code as measure,
    name_id,
    name_en,
    unit,
    family
from {{ source('reference', 'measures') }}
