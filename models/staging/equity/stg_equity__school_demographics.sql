with landed as (
    {{ latest_file_rows(source('equity_bronze', 'school_demographics')) }}
),

cleaned as (
    select
        _file || ':' || _row as landed_row_id,
        {{ clean_text('dbn') }} as school_id,
        {{ clean_text('school_name') }} as school_name,
        {{ clean_text('school_year') }} as school_year,
        {{ clean_number_text('total_enrollment') }} as total_enrollment_text,
        {{ clean_number_text('female_count') }} as female_count_text,
        {{ clean_number_text('male_count') }} as male_count_text,
        {{ clean_number_text('asian_count') }} as asian_count_text,
        {{ clean_number_text('black_count') }} as black_count_text,
        {{ clean_number_text('hispanic_count') }} as hispanic_count_text,
        {{ clean_number_text('multiple_race_count') }} as multiple_race_count_text,
        {{ clean_number_text('white_count') }} as white_count_text,
        {{ clean_number_text('disability_count') }} as disability_count_text,
        {{ clean_number_text('english_learner_count') }} as english_learner_count_text,
        {{ clean_number_text('poverty_count') }} as poverty_count_text,
        {{ clean_number_text('female_percent') }} as female_percent_text,
        {{ clean_number_text('male_percent') }} as male_percent_text,
        {{ clean_number_text('asian_percent') }} as asian_percent_text,
        {{ clean_number_text('black_percent') }} as black_percent_text,
        {{ clean_number_text('hispanic_percent') }} as hispanic_percent_text,
        {{ clean_number_text('multiple_race_percent') }} as multiple_race_percent_text,
        {{ clean_number_text('white_percent') }} as white_percent_text,
        {{ clean_number_text('disability_percent') }} as disability_percent_text,
        {{ clean_number_text('english_learner_percent') }} as english_learner_percent_text,
        {{ clean_number_text('poverty_percent') }} as poverty_percent_text,
        {{ clean_number_text('economic_need_index') }} as economic_need_percent_text
    from landed
),

final as (
    select
        -- ids
        landed_row_id,
        school_id,

        -- text
        school_name,
        school_year,

        -- numbers
        {{ cast_integer('total_enrollment_text') }} as total_enrollment,
        {{ cast_integer('female_count_text') }} as female_count,
        {{ cast_integer('male_count_text') }} as male_count,
        {{ cast_integer('asian_count_text') }} as asian_count,
        {{ cast_integer('black_count_text') }} as black_count,
        {{ cast_integer('hispanic_count_text') }} as hispanic_count,
        {{ cast_integer('multiple_race_count_text') }} as multiple_race_count,
        {{ cast_integer('white_count_text') }} as white_count,
        {{ cast_integer('disability_count_text') }} as disability_count,
        {{ cast_integer('english_learner_count_text') }} as english_learner_count,
        {{ cast_integer('poverty_count_text') }} as poverty_count,
        try_cast(female_percent_text as decimal(9, 4)) as female_percent,
        try_cast(male_percent_text as decimal(9, 4)) as male_percent,
        try_cast(asian_percent_text as decimal(9, 4)) as asian_percent,
        try_cast(black_percent_text as decimal(9, 4)) as black_percent,
        try_cast(hispanic_percent_text as decimal(9, 4)) as hispanic_percent,
        try_cast(multiple_race_percent_text as decimal(9, 4)) as multiple_race_percent,
        try_cast(white_percent_text as decimal(9, 4)) as white_percent,
        try_cast(disability_percent_text as decimal(9, 4)) as disability_percent,
        try_cast(english_learner_percent_text as decimal(9, 4)) as english_learner_percent,
        try_cast(poverty_percent_text as decimal(9, 4)) as poverty_percent,
        try_cast(economic_need_percent_text as decimal(9, 4)) as economic_need_percent,

        {{ failed_casts([
            'total_enrollment',
            'female_count',
            'male_count',
            'asian_count',
            'black_count',
            'hispanic_count',
            'multiple_race_count',
            'white_count',
            'disability_count',
            'english_learner_count',
            'poverty_count',
            'female_percent',
            'male_percent',
            'asian_percent',
            'black_percent',
            'hispanic_percent',
            'multiple_race_percent',
            'white_percent',
            'disability_percent',
            'english_learner_percent',
            'poverty_percent',
            'economic_need_percent',
        ]) }} as failed_casts
    from cleaned
)

select * from final
