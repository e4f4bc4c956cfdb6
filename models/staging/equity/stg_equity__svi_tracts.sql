with landed as (
    {{ latest_file_rows(source('equity_bronze', 'svi_tracts')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        _row as source_row,
        {{ clean_text('fips') }} as tract_id,
        {{ clean_text('county_fips') }} as county_fips,
        {{ clean_text('county') }} as county_name,
        {{ clean_text('location') }} as tract_name,
        {{ clean_number_text('population') }} as population_text,
        {{ clean_number_text('households') }} as households_text,
        {{ clean_number_text('area_square_miles') }} as area_square_miles_text,
        {{ clean_number_text('per_capita_income_usd') }} as per_capita_income_usd_text,
        {{ clean_number_text('poverty_percent') }} as poverty_percent_text,
        {{ clean_number_text('unemployed_percent') }} as unemployed_percent_text,
        {{ clean_number_text('no_high_school_diploma_percent') }} as no_diploma_percent_text,
        {{ clean_number_text('age_65_or_older_percent') }} as age_65_or_older_percent_text,
        {{ clean_number_text('age_17_or_younger_percent') }} as age_17_or_younger_percent_text,
        {{ clean_number_text('disability_percent') }} as disability_percent_text,
        {{ clean_number_text('single_parent_percent') }} as single_parent_percent_text,
        {{ clean_number_text('minority_percent') }} as minority_percent_text,
        {{ clean_number_text('limited_english_percent') }} as limited_english_percent_text,
        {{ clean_number_text('no_vehicle_percent') }} as no_vehicle_percent_text,
        {{ clean_number_text('socioeconomic_sum') }} as socioeconomic_sum_text,
        {{ clean_number_text('socioeconomic_rank') }} as socioeconomic_rank_text,
        {{ clean_number_text('household_sum') }} as household_sum_text,
        {{ clean_number_text('household_rank') }} as household_rank_text,
        {{ clean_number_text('minority_language_sum') }} as minority_language_sum_text,
        {{ clean_number_text('minority_language_rank') }} as minority_language_rank_text,
        {{ clean_number_text('housing_transport_sum') }} as housing_transport_sum_text,
        {{ clean_number_text('housing_transport_rank') }} as housing_transport_rank_text,
        {{ clean_number_text('themes_sum') }} as themes_sum_text,
        {{ clean_number_text('themes_rank') }} as themes_rank_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,
        tract_id,
        county_fips,

        -- text
        county_name,
        tract_name,

        -- numbers
        source_row,
        {{ cast_integer('population_text') }} as population,
        {{ cast_integer('households_text') }} as households,
        try_cast(area_square_miles_text as decimal(18, 12)) as area_square_miles,
        try_cast(per_capita_income_usd_text as decimal(18, 2)) as per_capita_income_usd,
        try_cast(poverty_percent_text as decimal(9, 4)) as poverty_percent,
        try_cast(unemployed_percent_text as decimal(9, 4)) as unemployed_percent,
        try_cast(no_diploma_percent_text as decimal(9, 4)) as no_diploma_percent,
        try_cast(age_65_or_older_percent_text as decimal(9, 4)) as age_65_or_older_percent,
        try_cast(age_17_or_younger_percent_text as decimal(9, 4)) as age_17_or_younger_percent,
        try_cast(disability_percent_text as decimal(9, 4)) as disability_percent,
        try_cast(single_parent_percent_text as decimal(9, 4)) as single_parent_percent,
        try_cast(minority_percent_text as decimal(9, 4)) as minority_percent,
        try_cast(limited_english_percent_text as decimal(9, 4)) as limited_english_percent,
        try_cast(no_vehicle_percent_text as decimal(9, 4)) as no_vehicle_percent,
        try_cast(socioeconomic_sum_text as decimal(9, 4)) as socioeconomic_sum,
        try_cast(socioeconomic_rank_text as decimal(9, 4)) as socioeconomic_rank,
        try_cast(household_sum_text as decimal(9, 4)) as household_sum,
        try_cast(household_rank_text as decimal(9, 4)) as household_rank,
        try_cast(minority_language_sum_text as decimal(9, 4)) as minority_language_sum,
        try_cast(minority_language_rank_text as decimal(9, 4)) as minority_language_rank,
        try_cast(housing_transport_sum_text as decimal(9, 4)) as housing_transport_sum,
        try_cast(housing_transport_rank_text as decimal(9, 4)) as housing_transport_rank,
        try_cast(themes_sum_text as decimal(9, 4)) as themes_sum,
        try_cast(themes_rank_text as decimal(9, 4)) as themes_rank,

        {{ failed_casts([
            'population',
            'households',
            'area_square_miles',
            'per_capita_income_usd',
            'poverty_percent',
            'unemployed_percent',
            'no_diploma_percent',
            'age_65_or_older_percent',
            'age_17_or_younger_percent',
            'disability_percent',
            'single_parent_percent',
            'minority_percent',
            'limited_english_percent',
            'no_vehicle_percent',
            'socioeconomic_sum',
            'socioeconomic_rank',
            'household_sum',
            'household_rank',
            'minority_language_sum',
            'minority_language_rank',
            'housing_transport_sum',
            'housing_transport_rank',
            'themes_sum',
            'themes_rank',
        ]) }} as failed_casts
    from cleaned
)

select * from final
