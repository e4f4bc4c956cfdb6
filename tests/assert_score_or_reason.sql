select *
from {{ ref('fct_equity_scores') }}
where
    (equity_score is null) <> (missing_reason is not null)
    or (equity_score is null) <> (equity_band is null)
