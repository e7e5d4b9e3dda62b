-- 5. Do KASN or BKN, Bawaslu and regional counts agree; where not, and why?
-- 5. Apakah hitungan KASN atau BKN, Bawaslu dan daerah sama; di mana tidak, dan mengapa?
--
-- Counts: pairs of numbers of one place, election and kind of measure, from two sources, or from two
--   kinds of one source. Basis of each side: "published", "recap", "register" (counted from an
--   office's registers) and "cases" (ours, from all registers). Of all their dates, the nearest two.
-- Units: `unit_a` and `unit_b`.
-- Caveats: numbers with different dates, units or measures do not contradict each other; `why` says
--   all that sets a pair apart. Only `comparison` = differs is a contradiction, and even then between
--   a register and our cases it says what that office does not hold. A finding of Bawaslu is no
--   decision of KASN. Made-up numbers (is_demo) are only compared with made-up ones.
with parameters as (
    -- false: also pairs whose numbers are equal.
    select false as only_different
)

select
    agreement.basis_a || ' / ' || agreement.basis_b as basis,
    agreement.is_demo,
    coalesce(agreement.institution_name, agreement.region_name) as place,
    agreement.region_code,
    agreement.election_name,
    agreement.measure_family,
    agreement.member,
    agreement.source_a,
    agreement.value_a,
    agreement.unit_a,
    agreement.as_of_a,
    agreement.source_b,
    agreement.value_b,
    agreement.unit_b,
    agreement.as_of_b,
    agreement.difference,
    agreement.comparison,
    agreement.why,
    agreement.why_id,
    agreement.citation_a,
    agreement.citation_b
from reporting.source_agreement as agreement
cross join parameters
where
    (agreement.is_closest or agreement.as_of_a is null or agreement.as_of_b is null)
    and (not parameters.only_different or agreement.difference <> 0)
order by
    agreement.is_demo, agreement.election_name, agreement.region_code, place,
    agreement.measure_family, agreement.member, agreement.source_a, agreement.source_b, basis,
    agreement.value_a, agreement.value_b, agreement.citation_a, agreement.citation_b
