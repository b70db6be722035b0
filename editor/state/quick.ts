/** The line typed after "/": "j+7 courrier facture", "d+15 call", "attendre 3 jours", "si achat". French and English alike. */
import type { Param } from '#editor/state/document.ts';

/** What was understood, to be said back in words: `key` names the phrase, `value` what stands in it. */
export type Said = { key: string; value?: string };
export type Quick = {
  type: string;
  stem: string;
  label?: string;
  data: Record<string, unknown>;
  said: Said[];
  params?: Record<string, Param>;
};

/** `class`: of a contact that names none. */
export type Known = { events: readonly string[]; params: readonly string[]; class?: string | undefined };

const CHANNELS: readonly [RegExp, string][] = [
  [/^(e-?mail|mail|courriel)$/, 'email'],
  [/^(letter|courrier|lettre)$/, 'letter'],
  [/^(call|phone|appel|appeler|relance|telephone|tel)$/, 'call'],
  [/^(sms|texto|text)$/, 'sms'],
  [/^(task|tache)$/, 'other'],
];
const CLASSES: readonly [RegExp, string][] = [
  [/^service$/, 'service'],
  [/^(info|information)$/, 'information'],
  [/^(commercial|commerciale|promo)$/, 'commercial'],
];
const UNITS: readonly [RegExp, 'minutes' | 'hours' | 'days', number][] = [
  [/^(m|min|mn|minutes?)$/, 'minutes', 1],
  [/^(h|hours?|heures?)$/, 'hours', 1],
  [/^(d|j|days?|jours?)$/, 'days', 1],
  [/^(weeks?|semaines?|sem)$/, 'days', 7],
  [/^(months?|mois)$/, 'days', 30],
];
/** What marketers call the events that shops send under these names. */
const EVENTS: readonly [RegExp, string][] = [
  [/^(achat|purchase|order|commande|bought|buys|achete)$/, 'Order Completed'],
  [/^(panier|cart|basket)$/, 'Cart Viewed'],
  [/^(inscription|sign-?up|signed)$/, 'Signed Up'],
  [/^(vue|view|viewed|visite)$/, 'Product Viewed'],
];
const DATE = /^[jd]\s*(?:([+-])\s*(\d{1,4}|[a-z]\w*)|(?=\s|$))/;
const TIME = /^(?:a|at)?\s*([01]?\d|2[0-3])(?:\s*h\s*([0-5]\d)?|:([0-5]\d))(?=\s|$)/;

export function readQuick(line: string, known: Known = { events: [], params: [] }): Quick | null {
  const text = line.replace(/^\s*\/?\s*/, '').trim();
  if (text === '') return null;
  return keyword(text, known) ?? contact(text, known);
}

function keyword(text: string, known: Known): Quick | null {
  const [first = '', ...others] = text.split(/\s+/);
  const rest = others.join(' ');
  const word = plain(first);
  if (/^(fin|end|stop)$/.test(word) && rest === '') return made('end', {}, [{ key: 'end' }]);
  if (/^(attendre|attente|wait)$/.test(word)) return waiting(rest, known);
  if (/^(si|if)$/.test(word) && rest) {
    const event = eventOf(rest, known);
    return made('condition', { if: { happened: { event } } }, [{ key: 'condition', value: event }], rest);
  }
  if (/^(quand|declencheur|when|trigger|entree|entry|start)$/.test(word) && rest) {
    const event = eventOf(rest, known);
    return made('entry', { event }, [{ key: 'entry', value: event }]);
  }
  if (/^(objectif|but|goal|sortie|exit)$/.test(word) && rest) {
    const event = eventOf(rest, known);
    const kind = /^(sortie|exit)$/.test(word) ? 'exit' : 'goal';
    return made('goal', { kind, on: [{ event }] }, [{ key: kind, value: event }], rest);
  }
  if (/^(repartir|repartition|split|ab|a\/b)$/.test(word)) return splitting(rest);
  return null;
}

function waiting(rest: string, known: Known): Quick | null {
  const span = /(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*$/.exec(plain(rest));
  const unit = span && UNITS.find(([word]) => word.test(span[2]!));
  if (!span || !unit) return null;
  const amount = Number(span[1]!.replace(',', '.')) * unit[2];
  const length = unit[1] === 'days' ? { days: Math.round(amount) } : { [unit[1]]: amount };
  const said: Said = { key: unit[1], value: String(amount) };
  const what = rest.slice(0, span.index).trim();
  if (what === '') return made('wait', { for: length }, [{ key: 'wait' }, said]);
  const event = eventOf(what, known);
  return made('waitfor', { events: [{ event }], for: length }, [{ key: 'waitfor', value: event }, said]);
}

function splitting(rest: string): Quick {
  const shares = (rest.match(/\d+(?:[.,]\d+)?/g) ?? []).map((n) => Number(n.replace(',', '.')));
  const given = shares.length > 1 ? shares : [50, 50];
  const arms = given.map((share, i) => ({ port: String.fromCharCode(97 + i), share }));
  return made('split', { arms }, [{ key: 'split', value: given.join(' / ') }]);
}

function contact(text: string, known: Known): Quick | null {
  let rest = text;
  const said: Said[] = [];
  const when: Record<string, unknown> = { anchor: { kind: 'arrival' } };
  const params: Record<string, Param> = {};
  const date = DATE.exec(plain(rest));
  if (date) {
    rest = rest.slice(date[0].length).trim();
    when.anchor = { kind: 'trigger' };
    const [, sign = '+', amount] = date;
    if (amount !== undefined && /^\d/.test(amount)) when.days = Number(`${sign}${amount}`);
    else if (amount !== undefined) {
      const name = known.params.find((p) => p.toLowerCase() === amount) ?? amount.toUpperCase();
      when.days = { param: name };
      if (!known.params.includes(name)) params[name] = { type: 'days', value: 30 };
    }
    said.push({ key: 'date', value: amount === undefined ? '' : `${sign}${amount.toUpperCase()}` });
  }
  const time = TIME.exec(plain(rest));
  if (time) {
    rest = rest.slice(time[0].length).trim();
    when.time = `${time[1]!.padStart(2, '0')}:${time[2] ?? time[3] ?? '00'}`;
    said.push({ key: 'time', value: when.time as string });
  }
  const words = rest.split(/\s+/).filter(Boolean);
  const channel = CHANNELS.find(([name]) => name.test(plain(words[0] ?? '')))?.[1];
  if (channel === undefined) return null;
  words.shift();
  const named = CLASSES.find(([name]) => name.test(plain(words[0] ?? '')))?.[1];
  if (named !== undefined) words.shift();
  // Never a service contact unless it says so: those pass where consent is missing.
  const kind = named ?? known.class ?? 'commercial';
  const title = words.join(' ').replace(/^./, (c) => c.toUpperCase());
  said.push({ key: channel }, { key: kind });
  if (title) said.push({ key: 'title', value: title });
  const data = {
    channel: channel === 'email' ? 'email' : 'task',
    class: kind,
    when,
    content: contentOf(channel, title),
  };
  const quick: Quick = { type: 'contact', stem: channel === 'other' ? 'task' : channel, data, said };
  if (title) quick.label = title;
  return Object.keys(params).length > 0 ? { ...quick, params } : quick;
}

/** What a new contact of the channel begins with; what is empty is still to be written, and stands as a problem. */
export function contentOf(channel: string, title: string): Record<string, unknown> {
  return channel === 'email' ? { subject: title, html: '' } : { kind: channel, title, body: '' };
}

function eventOf(text: string, known: Known): string {
  const wanted = plain(text);
  const exact = known.events.find((name) => plain(name) === wanted);
  if (exact) return exact;
  const named = EVENTS.find(([word]) => word.test(wanted.split(/\s+/)[0]!))?.[1];
  return named ?? known.events.find((name) => plain(name).includes(wanted)) ?? text;
}

function made(type: string, data: Record<string, unknown>, said: Said[], label?: string): Quick {
  return { type, stem: type, data, said, ...(label ? { label: label.replace(/^./, (c) => c.toUpperCase()) } : {}) };
}

/** Small, without accents; as long as before, so that places in it are places in the line. */
function plain(text: string): string {
  return [...text].map((c) => c.normalize('NFD')[0]!.toLowerCase()).join('');
}
