-- What figures count, and which measures two institutions use for the same thing.
select
    code as measure,
    family
from {{ source('reference', 'measures') }}
