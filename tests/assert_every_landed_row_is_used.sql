{{ config(severity='warn', fail_calc='coalesce(sum(rows_left_out), 0)') }}

{%- set batch_tables = [
    'air_quality',
    'heat_ed_visits',
    'heat_vulnerability',
    'pm25_seasonal',
    'school_demographics',
    'school_locations',
    'svi_tracts',
    'weather_daily',
] %}

with landed as (
    {%- for table in batch_tables %}
        select
            '{{ table }}' as table_name,
            _file as file_name,
            errors,
            dense_rank() over (partition by _file order by _version desc) as version_rank
        from {{ source('equity_bronze', table) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

rows_left_out as (
    select
        table_name,
        file_name,
        count(*) as rows_left_out
    from landed
    -- A newer version of a file repairs what was wrong in an older one.
    where
        version_rank = 1
        and errors is not null
    group by
        table_name,
        file_name
    union all
    select
        'climate_records' as table_name,
        _topic as file_name,
        count(*) as rows_left_out
    from {{ source('equity_silver', 'climate_records_quarantine') }}
    group by _topic
)

select * from rows_left_out
