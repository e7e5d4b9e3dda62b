-- Denominators: how many civil servants work in a region, typed. The file may have no rows.
select
    region_code,
    cast(as_of as date) as as_of,
    cast(asn as integer) as asn,
    citation
from {{ source('reference', 'asn_counts') }}
