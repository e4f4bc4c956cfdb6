-- How Snowflake hears of new objects in the bucket, run once by an administrator after snowflake/setup.sql.
-- Only pipes of snowflake/pipes/<feed>.auto-ingest.sql need it.
--
-- snow sql --filename snowflake/auto-ingest.sql
--     --variable subscription=projects/<project>/subscriptions/<subscription>
--
-- docs/loading.md says how the subscription is made. It has not been run on an account yet.

use role accountadmin;

create notification integration if not exists headwater_gcs_events
    type = queue
    notification_provider = gcp_pubsub
    enabled = true
    gcp_pubsub_subscription_name = '<% subscription %>';

grant usage on integration headwater_gcs_events to role loader;

-- Its property GCP_PUBSUB_SERVICE_ACCOUNT is whom the subscription must let read.
describe notification integration headwater_gcs_events;
