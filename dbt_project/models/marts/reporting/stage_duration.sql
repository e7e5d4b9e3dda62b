-- Days from one stage to a later one, over cases that date both; never from an implied stage.
with spans as (
    {%- for first, second in [
        ('reported', 'proven'), ('reported', 'recommended'), ('reported', 'sanctioned'),
        ('forwarded', 'recommended'), ('recommended', 'followed_up'),
        ('recommended', 'sanctioned')
    ] %}
    select
        election_key,
        is_demo,
        '{{ first }}' as from_stage,
        '{{ second }}' as to_stage,
        {{ datediff(first ~ '_on', second ~ '_on', 'day') }} as days
    from {{ ref('fct_case') }}
    where is_{{ second }} = 1 or ({{ first }}_on is not null and {{ second }}_on is not null)
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast(spans.from_stage as varchar) as from_stage,
    cast(spans.to_stage as varchar) as to_stage,
    cast(spans.election_key as varchar) as election_key,
    cast(election.name as varchar) as election_name,
    cast(count(case when spans.days >= 0 then 1 end) as integer) as cases,
    cast(min(case when spans.days >= 0 then spans.days end) as integer) as shortest_days,
    cast({{ percentile('case when spans.days >= 0 then spans.days end', 0.5) }} as double)
        as median_days,
    cast(
        round({{ percentile('case when spans.days >= 0 then spans.days end', 0.9) }}, 1) as double
    ) as p90_days,
    cast(max(case when spans.days >= 0 then spans.days end) as integer) as longest_days,
    cast(count(case when spans.days < 0 then 1 end) as integer) as cases_out_of_order,
    cast(count(*) - count(spans.days) as integer) as cases_not_dated,
    cast(spans.is_demo as boolean) as is_demo
from spans
left join {{ ref('dim_election') }} as election
    on spans.election_key = election.election_key
group by
    spans.from_stage, spans.to_stage, spans.election_key, election.name, spans.is_demo
