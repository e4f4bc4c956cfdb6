with schools as (
    select * from {{ ref('int_schools_located') }}
),

demographics as (
    select * from {{ ref('stg_equity__school_demographics') }}
),

latest_demographics as (
    select *
    from demographics
    qualify row_number() over (partition by school_id order by school_year desc) = 1
),

final as (
    select
        -- ids
        schools.school_id,
        schools.borough_id,
        schools.tract_id,
        schools.neighborhood_id,

        -- text
        schools.school_name,
        schools.neighborhood_name,
        schools.managed_by,
        schools.location_type,
        schools.location_category,
        schools.grades,
        schools.street_address,
        schools.zip_code,
        latest_demographics.school_year as demographics_school_year,

        -- numbers
        schools.latitude,
        schools.longitude,
        latest_demographics.total_enrollment,
        latest_demographics.poverty_percent,
        latest_demographics.disability_percent,
        latest_demographics.english_learner_percent,
        latest_demographics.economic_need_percent,

        -- dates
        schools.opened_date
    from schools
    left join latest_demographics on schools.school_id = latest_demographics.school_id
)

select * from final
