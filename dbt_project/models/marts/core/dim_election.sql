-- Elections, with the window of dates whose acts are counted to each.
select
    cast(election_code as varchar) as election_key,
    cast(election_code as varchar) as code,
    cast(name as varchar) as name,
    cast(voting_date as date) as voting_date,
    cast(window_from as date) as window_from,
    cast(window_to as date) as window_to,
    cast(campaign_from as date) as campaign_from,
    cast(campaign_to as date) as campaign_to,
    -- The code says it: pemilu_2024, pilkada_2024.
    cast(split_part(election_code, '_', 1) as varchar) as kind
from {{ ref('stg_reference__election') }}
