import { openDatabase } from "@headwater/ingest";

import type { ScoreAccount } from "./report.ts";

const shownSchools = 10;

/** Reads the scores' summary from the marts. Lists break ties by DBN, as the score's definition says. */
export async function readScores(path: string): Promise<ScoreAccount> {
  const database = await openDatabase({ path, isReadOnly: true });
  try {
    const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
      (await database.connection.runAndReadAll(sql)).getRowObjectsJson();
    const unscored = await rows(
      `select missing_reason as reason, count(*)::integer as schools from marts.fct_equity_scores
       where equity_score is null group by all order by schools desc, reason`,
    );
    const [scored] = await rows(
      "select count(equity_score)::integer as schools from marts.fct_equity_scores",
    );
    const highest = await rows(
      `select scores.school_id as dbn, school_name as name, borough_name as borough,
         equity_score::double as score, equity_band as band
       from marts.fct_equity_scores as scores
       join marts.dim_school as schools on scores.school_id = schools.school_id
       join marts.dim_borough as boroughs on scores.borough_id = boroughs.borough_id
       where equity_score is not null order by score desc, dbn limit ${shownSchools}`,
    );
    // The queries above name the columns and give them these types.
    return {
      scored: Number(scored?.["schools"] ?? 0),
      unscored: unscored as unknown as ScoreAccount["unscored"],
      highest: highest as unknown as ScoreAccount["highest"],
    };
  } finally {
    database.close();
  }
}
