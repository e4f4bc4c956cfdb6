-- What a Snowflake account needs before Headwater loads into it, run once by an administrator.
--
-- snow sql --filename snowflake/setup.sql
--     --variable landing_url=gcs://<bucket>/<prefix>
--     --variable public_key=<the public key's base64 text, without its first and last line>
--
-- docs/loading.md says how the key pair is made, and what Google Cloud needs. It has not been run on an account yet.

use role sysadmin;

create database if not exists headwater;

create warehouse if not exists loading
    warehouse_size = xsmall
    auto_suspend = 60
    initially_suspended = true;

use role useradmin;

create role if not exists loader;

-- A REST call to Snowpipe knows no role but the default one.
create user if not exists headwater_loader
    type = service
    default_role = loader
    default_warehouse = loading
    rsa_public_key = '<% public_key %>';

use role securityadmin;

grant role loader to role sysadmin;
grant role loader to user headwater_loader;
grant usage on warehouse loading to role loader;
-- The loader makes the schema bronze and owns all that is in it: tables, stages, file formats and pipes.
grant usage, create schema on database headwater to role loader;

use role accountadmin;

create storage integration if not exists headwater_gcs
    type = external_stage
    storage_provider = 'GCS'
    enabled = true
    storage_allowed_locations = ('<% landing_url %>/');

grant usage on integration headwater_gcs to role loader;

-- Its property STORAGE_GCP_SERVICE_ACCOUNT is whom the bucket must let read.
describe storage integration headwater_gcs;
