with schools as (
    select * from {{ ref('stg_equity__school_locations') }}
),

boroughs as (
    select * from {{ ref('boroughs') }}
),

final as (
    select
        schools.school_id,
        schools.borough_id,
        -- 36 is the state of New York
        '36' || boroughs.county_fips || schools.census_tract as tract_id,
        schools.neighborhood_id,
        schools.school_name,
        schools.neighborhood_name,
        schools.managed_by,
        schools.location_type,
        schools.location_category,
        schools.grades,
        schools.street_address,
        schools.zip_code,
        schools.latitude,
        schools.longitude,
        schools.opened_date
    from schools
    left join boroughs on schools.borough_id = boroughs.borough_id
)

select * from final
