select
    'heat_vulnerability' as dataset,
    neighborhood_id as area_id
from {{ ref('stg_equity__heat_vulnerability') }}
group by neighborhood_id
having
    count(distinct surface_temperature_f) > 1
    or count(distinct green_space_percent) > 1
    or count(distinct household_ac_percent) > 1
union all
select
    'air_quality' as dataset,
    neighborhood_id as area_id
from {{ ref('stg_equity__air_quality') }}
group by neighborhood_id
having
    count(distinct pm25_annual_mean_ugm3) > 1
    or count(distinct no2_annual_mean_ppb) > 1
union all
select
    'svi_tracts' as dataset,
    tract_id as area_id
from {{ ref('stg_equity__svi_tracts') }}
group by tract_id
having count(distinct themes_sum) > 1
