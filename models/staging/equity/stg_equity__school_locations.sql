with landed as (
    {{ latest_file_rows(source('equity_bronze', 'school_locations')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        {{ clean_text('ats_system_code') }} as school_id,
        {{ clean_text('nta_code') }} as neighborhood_id,
        {{ clean_text('building_code') }} as building_id,
        {{ clean_text('location_name') }} as school_name,
        {{ clean_text('nta_name') }} as neighborhood_name,
        {{ clean_text('managed_by') }} as managed_by,
        {{ clean_text('location_type') }} as location_type,
        {{ clean_text('location_category') }} as location_category,
        {{ clean_text('grades') }} as grades,
        {{ clean_text('status') }} as status,
        {{ clean_text('address') }} as street_address,
        {{ clean_text('location_1') }} as full_address,
        {{ clean_text('community_district') }} as community_district,
        {{ clean_text('council_district') }} as council_district,
        {{ clean_text('geographical_district_code') }} as school_district,
        {{ clean_text('administrative_district_name') }} as administrative_district_name,
        -- 0 and 000000 say "not known", as a blank cell does
        nullif(ltrim({{ clean_text('census_tract') }}, '0'), '') as census_tract_text,
        {{ clean_number_text('x_coordinate') }} as x_coordinate_ft_text,
        {{ clean_number_text('y_coordinate') }} as y_coordinate_ft_text,
        {{ clean_text('open_date') }} as opened_date_text
    from landed
),

located as (
    select
        *,
        {{ capture_pattern('full_address', 'NY ([0-9]{5})') }} as zip_code,
        {{ capture_pattern('full_address', '[(](-?[0-9.]+),') }} as latitude_text,
        {{ capture_pattern('full_address', ', (-?[0-9.]+)[)]') }} as longitude_text
    from cleaned
),

final as (
    select
        -- ids
        landed_row_id,
        school_id,
        substr(school_id, 3, 1) as borough_id,
        {{ pad_tract('census_tract_text') }} as census_tract,
        neighborhood_id,
        building_id,

        -- text
        school_name,
        neighborhood_name,
        managed_by,
        location_type,
        location_category,
        grades,
        status,
        street_address,
        zip_code,
        community_district,
        council_district,
        school_district,
        administrative_district_name,

        -- numbers
        {{ cast_integer('x_coordinate_ft_text') }} as x_coordinate_ft,
        {{ cast_integer('y_coordinate_ft_text') }} as y_coordinate_ft,
        try_cast(latitude_text as decimal(9, 6)) as latitude,
        try_cast(longitude_text as decimal(9, 6)) as longitude,

        -- dates
        {{ cast_date('opened_date_text') }} as opened_date,

        {{ failed_casts([
            'census_tract',
            'x_coordinate_ft',
            'y_coordinate_ft',
            'latitude',
            'longitude',
            'opened_date',
        ]) }} as failed_casts
    from located
)

select * from final
