"""What Dagster sees, composed; no logic."""

import dagster as dg

from pipelines.assets.landing import deliveries, landing_tables, recognised
from pipelines.assets.postgres import postgres
from pipelines.assets.release import release
from pipelines.assets.warehouse import dbt_build, dbt_resource
from pipelines.automation import inbox, nightly, nightly_load
from pipelines.checks.delivery_audit import delivery_audit
from pipelines.checks.warehouse_audit import warehouse_audit

defs = dg.Definitions(
    assets=[deliveries, recognised, landing_tables, dbt_build, release, postgres],
    asset_checks=[delivery_audit, warehouse_audit],
    jobs=[nightly_load],
    schedules=[nightly],
    sensors=[inbox],
    resources={"dbt": dbt_resource()},
)
