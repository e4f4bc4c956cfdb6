/** The numbers of failures, 0, 1, 2 …, for which a condition such as "> 10" holds, as the least and greatest of them. */
interface Failures {
  readonly from: number;
  readonly to: number;
  readonly except: number | undefined;
}

/**
 * Whether a test's `warn_if` or `error_if` holds for fewer numbers of failures than before. Conditions that are no
 * simple comparison with a number count as looser when they changed: nobody can tell, and a person should look.
 */
export function isLooserCondition(before: string, after: string): boolean {
  if (before.trim() === after.trim()) return false;
  const old = failuresOf(before);
  const now = failuresOf(after);
  if (old === undefined || now === undefined) return true;
  if (now.from > old.from || now.to < old.to) return true;
  return now.except !== undefined && now.except !== old.except && holds(old, now.except);
}

function failuresOf(condition: string): Failures | undefined {
  const match = /^\s*(>=|<=|<>|!=|==|=|>|<)\s*(\d+)\s*$/.exec(condition);
  const number = Number(match?.[2]);
  switch (match?.[1]) {
    case ">":
      return { from: number + 1, to: Infinity, except: undefined };
    case ">=":
      return { from: number, to: Infinity, except: undefined };
    case "<":
      return { from: 0, to: number - 1, except: undefined };
    case "<=":
      return { from: 0, to: number, except: undefined };
    case "=":
    case "==":
      return { from: number, to: number, except: undefined };
    case "<>":
    case "!=":
      // "!= 0" is the same as "> 0", as there are no negative counts.
      return number === 0
        ? { from: 1, to: Infinity, except: undefined }
        : { from: 0, to: Infinity, except: number };
    default:
      return undefined;
  }
}

function holds({ from, to, except }: Failures, failures: number): boolean {
  return failures >= from && failures <= to && failures !== except;
}
