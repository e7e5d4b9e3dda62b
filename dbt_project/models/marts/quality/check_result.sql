-- What each check of the run said; made empty here and filled by the run before it publishes.
select
    cast(null as varchar) as run_id,
    cast(null as varchar) as "check",
    cast(null as varchar) as kind,
    cast(null as varchar) as target,
    cast(null as varchar) as severity,
    cast(null as boolean) as passed,
    cast(null as varchar) as detail
where false
