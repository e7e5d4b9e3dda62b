-- Elections with their windows, typed.
select
    code as election_code,
    name,
    cast(voting_date as date) as voting_date,
    cast(window_from as date) as window_from,
    cast(window_to as date) as window_to,
    cast(campaign_from as date) as campaign_from,
    cast(campaign_to as date) as campaign_to
from {{ source('reference', 'elections') }}
