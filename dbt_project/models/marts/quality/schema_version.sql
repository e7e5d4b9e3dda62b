-- What each version of the open zone's schema changed.
select
    cast(version as integer) as version,
    cast(changed_on as date) as changed_on,
    cast(change_en as varchar) as change_en,
    cast(change_id as varchar) as change_id
from {{ source('reference', 'schema_versions') }}
