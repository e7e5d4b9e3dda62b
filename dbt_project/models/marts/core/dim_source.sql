-- Institutions that the figures and registers come from, with the time they had the task.
select
    cast(code as varchar) as source_key,
    cast(code as varchar) as code,
    cast(name as varchar) as name,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from {{ source('reference', 'sources') }}
