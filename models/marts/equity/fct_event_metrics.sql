{%- set metrics = [
    'wind_speed_mph',
    'precipitation_in',
    'snowfall_in',
    'snow_depth_in',
    'max_temperature_f',
    'min_temperature_f',
    'heat_ed_visits',
] -%}

with stream as (
    select * from {{ ref('stg_equity__climate_records') }}
),

batch as (
    select * from {{ ref('int_batch_metrics_unioned') }}
),

joined as (
    select
        coalesce(stream.record_id, batch.record_id) as record_id,
        coalesce(stream.observed_date, batch.metric_date) as metric_date,
        coalesce(stream.record_type, batch.record_type) as record_type,
        coalesce(stream.area, batch.area) as area,
        stream.record_id is not null as is_in_stream,
        batch.record_id is not null as is_in_batch,
        stream.is_late,
        stream.source_file,
        stream.published_at,
        {%- for metric in metrics %}
            stream.{{ metric }} as stream_{{ metric }},
            batch.{{ metric }} as batch_{{ metric }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from stream
    full outer join batch on stream.record_id = batch.record_id
),

compared as (
    select
        *,
        rtrim(
            {%- for metric in metrics %}
                case
                    when stream_{{ metric }} is distinct from batch_{{ metric }}
                        then '{{ metric }}, '
                    else ''
                end{% if not loop.last %} ||{% endif %}
            {%- endfor %},
            ', '
        ) as unequal_metrics
    from joined
),

final as (
    select
        record_id,
        metric_date,
        record_type,
        area,
        {%- for metric in metrics %}
            stream_{{ metric }},
            batch_{{ metric }},
        {%- endfor %}
        case
            when not is_in_batch then 'stream_only'
            when not is_in_stream then 'batch_only'
            when unequal_metrics = '' then 'equal'
            else 'different'
        end as comparison,
        case
            when is_in_stream and is_in_batch then nullif(unequal_metrics, '')
        end as different_metrics,
        is_late,
        source_file,
        published_at
    from compared
)

select * from final
