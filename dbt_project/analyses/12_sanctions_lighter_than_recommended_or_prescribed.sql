-- 12. Which sanctions are lighter than recommended, or than prescribed?
-- 12. Sanksi mana yang lebih ringan daripada yang direkomendasikan, atau yang ditentukan?
--
-- Counts: cases by how the sanction given stands to the one KASN recommended and to the one the joint
--   decree (SKB) prescribes; `is_lighter` marks those lighter than either. First come the lighter.
-- Units: cases (one person's matter in one election).
-- Caveats: "unknown" means that one of the two is not on file; a sanction not given yet is unknown,
--   not lighter. A sanction known by its level only is compared by level. Where a case has several
--   types the gravest prescribed sanction is taken. No publication prints such a comparison, so there
--   is only basis "cases". Rows with is_demo are made up.
with parameters as (
    -- true: only the lighter ones.
    select false as only_lighter
),

compared as (
    select
        'cases' as basis,
        election_key,
        recommended_sanction_name_id,
        sanction_name_id,
        prescribed_sanction_name_id,
        coalesce(given_against_recommended, 'unknown') as given_against_recommended,
        coalesce(given_against_prescribed, 'unknown') as given_against_prescribed,
        coalesce(given_against_recommended = 'lighter', false)
        or coalesce(given_against_prescribed = 'lighter', false) as is_lighter,
        cases,
        'case' as unit,
        is_demo
    from reporting.sanction_compared
)

select
    compared.basis,
    election.name as election_name,
    compared.given_against_recommended,
    compared.given_against_prescribed,
    compared.is_lighter,
    compared.cases,
    compared.unit,
    compared.recommended_sanction_name_id,
    compared.sanction_name_id,
    compared.prescribed_sanction_name_id,
    compared.is_demo
from compared
cross join parameters
left join marts.dim_election as election
    on compared.election_key = election.election_key
where compared.is_lighter or not parameters.only_lighter
order by
    not compared.is_lighter, compared.is_demo, election_name, -compared.cases,
    compared.recommended_sanction_name_id, compared.sanction_name_id
