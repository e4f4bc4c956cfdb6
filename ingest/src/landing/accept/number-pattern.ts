/** What a contract says about a number. */
export interface NumberRules {
  readonly isInteger: boolean;
  readonly minimum: number;
  readonly maximum: number;
  /** The most digits before the point, and behind it. */
  readonly digits?: { readonly whole: number; readonly fraction: number } | undefined;
}

/** As bounds, larger integers are left to the judge: a double may not be exact there. */
const largestBound = 999_999_999_999_999;
/** 18 digits always fit into 64 bits. */
const anyInteger = String.raw`(?:0|[1-9]\d{0,17})`;
const anyWhole = String.raw`(?:0|[1-9]\d*)`;

/**
 * A regular expression, as text, for numbers that keep the rules, written without exponent. Some that keep them may
 * not match, close to a bound.
 */
export function numberPattern(rules: NumberRules): string {
  const { minimum, maximum } = rules;
  const negative = magnitudePattern(-maximum, -minimum, rules);
  return oneOf([magnitudePattern(minimum, maximum, rules), negative && `-${negative}`]);
}

/** Whole numbers from 0 to `most`, without zeros in front. */
export function wholeNumberPattern(most: number): string {
  const digits = String(most);
  const smaller = Array.from({ length: digits.length }, (_, at) => {
    const least = at === 0 && digits.length > 1 ? 1 : 0;
    const greatest = Number(digits[at]) - 1;
    const rest = String.raw`\d{${digits.length - 1 - at}}`;
    return greatest < least ? undefined : `${digits.slice(0, at)}[${least}-${greatest}]${rest}`;
  });
  const shorter = digits.length === 1 ? [] : ["0", String.raw`[1-9]\d{0,${digits.length - 2}}`];
  return oneOf([digits, ...smaller, ...shorter]);
}

/** Numbers without sign from `least` to `most`; undefined if there are none. */
function magnitudePattern(least: number, most: number, rules: NumberRules): string | undefined {
  if (most < 0) return undefined;
  return notBelow(least, rules) + (rules.isInteger ? integersTo(most) : decimalsTo(most, rules));
}

/** Looks ahead, so that numbers below a bound do not match. */
function notBelow(least: number, { digits }: NumberRules): string {
  if (least <= 0) return "";
  // With so many digits, everything but zero is enough.
  if (digits && least <= 10 ** -digits.fraction) return "(?=[0.]*[1-9])";
  return least > largestBound ? "(?!)" : String.raw`(?!${wholeNumberPattern(Math.ceil(least) - 1)}(?!\d))`;
}

function integersTo(most: number): string {
  return most === Infinity ? anyInteger : wholeNumberPattern(Math.min(Math.floor(most), largestBound));
}

function decimalsTo(most: number, { digits }: NumberRules): string {
  const fraction =
    digits?.fraction === 0 ? "" : String.raw`(?:\.\d${digits ? `{1,${digits.fraction}}` : "+"})?`;
  if (!digits && most === Infinity) return anyWhole + fraction;
  const limit = 10 ** (digits?.whole ?? Infinity);
  if (most >= limit) return wholeNumberPattern(limit - 1) + fraction;
  // Below the bound with any fraction, and up to the bound without.
  const below = Math.min(Math.floor(most) - 1, largestBound);
  return oneOf([below < 0 ? undefined : wholeNumberPattern(below) + fraction, integersTo(most)]);
}

function oneOf(patterns: readonly (string | undefined)[]): string {
  return `(?:${patterns.filter((pattern) => pattern !== undefined).join("|")})`;
}
