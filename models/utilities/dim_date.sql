-- Whole calendar years, from the first to the last year of any fact.
-- A new feed's fact joins the others here.
{%- set a_monday = "cast('1900-01-01' as date)" %}

with facts as (
    select metric_date as fact_date from {{ ref('fct_event_metrics') }}
),

bounds as (
    select
        cast({{ dbt.date_trunc('year', 'min(fact_date)') }} as date) as first_date,
        extract(year from max(fact_date)) as last_year
    from facts
),

-- One number per day of a hundred years.
numbers as (
    {{ dbt.generate_series(36525) }}
),

days as (
    select
        bounds.last_year,
        cast(
            {{ dbt.dateadd('day', 'numbers.generated_number - 1', 'bounds.first_date') }} as date
        ) as date_day
    from numbers
    cross join bounds
),

numbered as (
    select
        *,
        cast(extract(year from date_day) as integer) as year_number,
        cast(extract(month from date_day) as integer) as month_of_year,
        -- Engines number the days of the week differently, so they are counted from a Monday.
        cast(mod({{ dbt.datediff(a_monday, 'date_day', 'day') }}, 7) + 1 as integer) as day_of_week
    from days
),

final as (
    select
        date_day,
        year_number,
        cast(extract(quarter from date_day) as integer) as quarter_of_year,
        month_of_year,
        cast(extract(day from date_day) as integer) as day_of_month,
        day_of_week,
        day_of_week >= 6 as is_weekend,
        month_of_year between 5 and 9 as is_heat_season
    from numbered
    where year_number <= last_year
)

select * from final
