-- 4. Which regions have the most cases, and how many per 1,000 civil servants?
-- 4. Wilayah mana yang paling banyak kasusnya, dan berapa per 1.000 ASN?
--
-- Counts: for each list (one basis, source, election, measure, unit and date) its first regions.
--   "cases" are ours, by the place of the act or else of the employer; "published" and "recap" are
--   printed by others. Lists are never joined into one.
-- Units: column `unit`; per_1000_asn is that many per 1,000 civil servants who work in the region.
-- Caveats: per_1000_asn is null where data/reference/asn_counts.csv has no cited count, and the note
--   says so. A printed list may be a "top 5": who is not in it is unknown, not zero. Provinces and
--   regencies are lists apart. Reported is not proven. Rows with is_demo are made up.
with parameters as (
    select
        5 as first_places,
        -- A list of one region ranks nothing.
        2 as regions_at_least
)

select
    ranking.basis,
    ranking.is_demo,
    coalesce(source.name, 'Netralitas Warehouse') as source_name,
    ranking.election_name,
    ranking.measure,
    ranking.as_of,
    ranking.level,
    ranking.place,
    ranking.region_code,
    ranking.region_name,
    ranking.value,
    ranking.unit,
    ranking.per_1000_asn,
    ranking.asn,
    ranking.asn_as_of,
    ranking.regions_listed,
    ranking.note
from reporting.region_ranking as ranking
cross join parameters
left join marts.dim_source as source on ranking.source_key = source.source_key
where
    ranking.place <= parameters.first_places
    and ranking.regions_listed >= parameters.regions_at_least
    and ranking.value > 0
    and ranking.measure in (
        'reported', 'cases', 'violations', 'findings', 'reports', 'findings_and_reports',
        'subjects', 'proven', 'recommended', 'sanctioned'
    )
order by
    ranking.basis, ranking.is_demo, ranking.election_name, source_name, ranking.as_of,
    ranking.measure, ranking.unit, ranking.level, ranking.place, ranking.region_code
