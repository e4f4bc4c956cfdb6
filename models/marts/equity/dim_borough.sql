with boroughs as (
    select * from {{ ref('boroughs') }}
),

particles as (
    select * from {{ ref('stg_equity__pm25_seasonal') }}
),

latest_year as (
    select
        area_number,
        first_year,
        pm25_mean_ugm3
    from particles
    where
        area_type = 'Borough'
        and season = 'year'
    qualify row_number() over (partition by area_number order by first_year desc) = 1
),

final as (
    select
        boroughs.borough_id,
        boroughs.borough_name,
        boroughs.county_name,
        boroughs.county_fips,
        latest_year.first_year as pm25_year,
        latest_year.pm25_mean_ugm3
    from boroughs
    left join latest_year on boroughs.health_borough_number = latest_year.area_number
)

select * from final
