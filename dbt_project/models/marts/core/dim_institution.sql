-- Employers: regional governments by rule from their region, and central institutions.
select
    cast(institution.institution_code as varchar) as institution_key,
    cast(institution.name as varchar) as name,
    cast(institution.kind as varchar) as kind,
    cast(region.region_key as varchar) as region_key
from {{ ref('int_institution') }} as institution
left join {{ ref('int_region') }} as region
    on institution.region_code = region.region_code
