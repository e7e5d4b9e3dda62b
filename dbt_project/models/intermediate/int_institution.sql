-- Employers: every regional government by rule from its region, and the central institutions.
select
    'pemda:' || region_code as institution_code,
    case kind
        when 'province' then 'Pemerintah Provinsi ' || name
        else 'Pemerintah ' || name
    end as name,
    case kind
        when 'province' then 'provincial_government'
        when 'regency' then 'regency_government'
        when 'city' then 'city_government'
    end as kind,
    region_code
from {{ ref('stg_reference__region') }}
where is_latest and kind <> 'country'
union all
select
    institution_code,
    name,
    kind,
    null as region_code
from {{ source('reference', 'institutions') }}
