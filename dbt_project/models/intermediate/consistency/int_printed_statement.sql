-- Every printed count or share that the consistency rules compare: figures and recap cells alike.
with recaps as (
    select
        recap.*,
        measure.unit,
        delivery.file_name_masked,
        -- One row of a sheet is one scope; the total row is another.
        recap.sheet_name || ', row ' || recap.row_number as place
    from {{ ref('fct_recap') }} as recap
    inner join {{ ref('stg_landing__delivery') }} as delivery
        on recap.delivery_key = delivery.delivery_key
    left join {{ source('reference', 'measures') }} as measure
        on recap.measure = measure.code
    where recap.value is not null
),

statements as (
    select
        figure_key as statement_key,
        'figure' as statement_kind,
        citation as publication,
        cast(null as varchar) as place,
        citation,
        source_key,
        region_key,
        institution_key,
        about,
        election_key,
        period_label,
        period_from,
        period_to,
        as_of,
        as_of_precision,
        measure,
        member,
        unit,
        value,
        printed_decimals,
        base,
        base_basis,
        breakdown,
        breakdown_total_key,
        breakdown_is_complete,
        false as is_total_row,
        is_demo
    from {{ ref('fct_published_figure') }}
    where value is not null
    union all by name
    select
        recap_key as statement_key,
        'recap' as statement_kind,
        delivery_key as publication,
        place,
        file_name_masked || ', ' || place as citation,
        source_key,
        region_key,
        institution_key,
        case when institution_key is null then 'territory' else 'government' end as about,
        election_key,
        period_label,
        make_date({{ first_year_of('period_label') }}, 1, 1) as period_from,
        make_date({{ last_year_of('period_label') }}, 12, 31) as period_to,
        as_of,
        case when as_of is not null then 'day' end as as_of_precision,
        measure,
        member,
        unit,
        value,
        case when unit = 'percent' then {{ decimals_of('value') }} end as printed_decimals,
        false as breakdown_is_complete,
        is_total_row,
        is_demo
    from recaps
)

select
    statements.*,
    -- What a person reads as the scope.
    concat_ws(
        ' | ',
        upper(statements.source_key),
        coalesce(institution.name, region.name),
        case when statements.is_total_row then 'JUMLAH' end,
        election.name,
        statements.period_label,
        'as of ' || case statements.as_of_precision
            when 'day' then strftime(statements.as_of, '%Y-%m-%d')
            when 'month' then strftime(statements.as_of, '%Y-%m')
            when 'year' then strftime(statements.as_of, '%Y')
        end,
        statements.unit
    ) as scope,
    -- Statements with the same scope key speak of the same thing at the same date in one place.
    {{ surrogate_key([
        'statements.publication', 'statements.place', 'statements.source_key',
        'statements.region_key', 'statements.institution_key', 'statements.about',
        'statements.election_key', 'statements.period_label', 'statements.as_of',
        'statements.as_of_precision', 'statements.is_demo'
    ]) }} as scope_key
from statements
left join {{ ref('dim_region') }} as region
    on statements.region_key = region.region_key
left join {{ ref('dim_institution') }} as institution
    on statements.institution_key = institution.institution_key
left join {{ ref('dim_election') }} as election
    on statements.election_key = election.election_key
