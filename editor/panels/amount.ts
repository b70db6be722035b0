/** Numbers as people write them: "100 €", "1 000", "100,50". */

/** Undefined for what is no number. A single comma before three digits is read as the reader's language has it. */
export function amountOf(text: string, language: 'en' | 'fr'): number | undefined {
  const bare = text.replace(/[\s'’\u00a0\u202f]|[€$£%]|\b(?:eur|euros?|usd|gbp)\b/gi, '').replace(/^−/, '-');
  if (!/^-?(?:\d+(?:[.,]\d+)*|[.,]\d+)$/.test(bare)) return undefined;
  const marks = bare.replace(/[^.,]/g, '');
  // What stands last of both is the decimal mark; of one kind alone, twice is grouping.
  const both = new Set(marks).size === 2;
  const last = marks.at(-1);
  const groups = new RegExp(`^-?\\d{1,3}(?:\\${last === ',' ? ',' : '.'}\\d{3})+$`).test(bare);
  const decimal = both ? last : marks.length > 1 || (groups && (last === ',') === (language === 'en')) ? null : last;
  const plain = [...bare].filter((sign) => /[\d-]/.test(sign) || sign === decimal).join('');
  const value = Number(decimal === ',' ? plain.replace(',', '.') : plain);
  return Number.isFinite(value) ? value : undefined;
}
