/** The text part of a mail that has only HTML, derived once from the template: its Liquid stays Liquid. */

const OPEN = '\uE000';
const CLOSE = '\uE001';
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  ocirc: 'ô',
  ugrave: 'ù',
  icirc: 'î',
  copy: '©',
  reg: '®',
  trade: '™',
  bull: '•',
};

export function textOf(html: string): string {
  const liquid: string[] = [];
  const text = html
    .replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (piece) => {
      liquid.push(piece);
      return `${OPEN}${liquid.length - 1}${CLOSE}`;
    })
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(head|style|script|title)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a\s*>/gi, link)
    .replace(/<img\b[^>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>/gi, (_, a, b) => a ?? b ?? '')
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(/<hr\b[^>]*>/gi, '\n----\n')
    .replace(/<br\b[^>]*>/gi, '\n')
    .replace(/<\/(td|th)\s*>/gi, ' ')
    .replace(/<\/(p|h[1-6]|blockquote|ul|ol|table)\s*>/gi, '\n\n')
    .replace(/<\/?(div|tr|section|article|header|footer|li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[\da-f]+|\w+);/gi, entity)
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text.replace(/\uE000(\d+)\uE001/g, (_, index) => unwrapped(liquid[Number(index)]!));
}

function link(_: string, double: string | undefined, single: string | undefined, label: string): string {
  const target = double ?? single ?? '';
  const words = label.replace(/<[^>]*>/g, '').trim();
  if (!target || target.startsWith('#') || target === words) return label;
  return words ? `${label} (${target})` : target;
}

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** What was let through as markup has no place in text. */
function unwrapped(piece: string): string {
  return piece.replace(/\|\s*raw\b/g, '| strip_html').replace(/\|\s*(escape|newline_to_br)\b/g, '');
}
