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

with rows_left_out as (
    {%- for table in batch_tables %}
        select
            '{{ table }}' as table_name,
            _file as file_name,
            count(*) as rows_left_out
        from {{ source('equity_bronze', table) }}
        where errors is not null
        group by _file
        union all
    {%- endfor %}
    select
        'climate_records' as table_name,
        _topic as file_name,
        count(*) as rows_left_out
    from {{ source('equity_silver', 'climate_records_quarantine') }}
    group by _topic
)

select * from rows_left_out
