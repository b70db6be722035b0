/** A step as a sentence: plain text, and words that can be changed, each with its place in the step's data. */
import type { GraphStep } from '#core/graph.ts';
import { type Names, phraseOf, type Say } from '#editor/panels/phrase.ts';
import { isParam } from '#editor/panels/query.ts';

/** `at`: the dotted place of a word in the data; `offset` behind a date's place is how far it is from its anchor. */
export type Part = { text: string; at?: string };
type Loose = Record<string, unknown>;
type Word = (at: string, text: string) => string;
type Telling = { data: Loose; say: Say; ask: Say; names: Names; word: Word };

/** `say` looks into the words of sentences, `ask` into those of conditions. */
export function sentenceOf(step: GraphStep, say: Say, ask: Say, names: Names): Part[] {
  const tell = TELL[step.type];
  if (!tell) return [];
  const words: Part[] = [];
  // Languages order words differently: each goes through the sentence as a mark, and is put in place at the end.
  const word: Word = (at, text) => `\ue000${words.push({ at, text: text || '…' }) - 1}\ue000`;
  const whole = tell({ data: step.data, say, ask, names, word });
  return whole
    .split('\ue000')
    .map((piece, i) => (i % 2 === 1 ? words[Number(piece)]! : { text: piece }))
    .filter(({ text }) => text !== '');
}

const TELL: Record<string, (telling: Telling) => string> = {
  entry,
  contact,
  wait: (t) => t.say('wait', { delay: delay(t, 'for', 'until') }),
  waitfor: (t) =>
    t.say('waitfor', { events: matches(t, 'events'), delay: t.data.until ? date(t, 'until') : length(t, 'for') }),
  condition: ({ data, say, ask, names, word }) =>
    say('condition', { if: word('if', data.if === undefined ? '' : phraseOf(data.if, ask, names)) }),
  split,
  goal: (t) =>
    t.say(t.data.kind === 'exit' ? 'exit' : 'goal', {
      kind: t.word('kind', t.say(t.data.kind === 'exit' ? 'kindExit' : 'kindGoal')),
      events: matches(t, 'on'),
    }),
  enter: ({ data, say, names, word }) => say('enter', { chain: word('chain', names.chain(data.chain)) }),
  leave: ({ data, say, names, word }) => say('leave', { chain: word('chain', names.chain(data.chain)) }),
  end: ({ say }) => say('end'),
};

/** What one field holds in the words it has in the sentence; undefined where the sentence has none for it. */
export function fieldTold(step: GraphStep, key: string, say: Say, ask: Say, names: Names): string | undefined {
  return FIELDS[key]?.({ data: step.data, say, ask, names, word: (_, text) => text || '…' });
}

/** `delay` is `for` or `until`: a step holds one of the two. */
const FIELDS: Record<string, (telling: Telling) => string> = {
  when: (t) => date(t, 'when'),
  delay: (t) => delay(t, 'for', 'until'),
  validUntil: ({ data, say, names }) => validity(data.validUntil, 'valid', say, names),
  ifLate: ({ data: { ifLate }, say }) =>
    ifLate === 'skip' ? say('skip') : say('within', { hours: hoursOf((ifLate as Loose).sendWithinHours, say) }),
  onExcess: ({ data, say }) => say(data.onExcess === 'skip' ? 'skip' : 'postpone'),
  reentry: again,
  inside,
  event: ({ data, say }) => (data.event === undefined ? say('noEvent') : eventName(data.event, say)),
  filter: ({ data, ask, names }) => (data.filter === undefined ? '' : phraseOf(data.filter, ask, names)),
  if: ({ data, ask, names }) => (data.if === undefined ? '' : phraseOf(data.if, ask, names)),
  events: (t) => heard(t, 'events'),
  on: (t) => heard(t, 'on'),
  arms: ({ data, say }) =>
    listed(
      armsOf(data).map((arm) => armTold(arm, shown(arm.share) || '0', say)),
      say('and'),
    ),
  chain: ({ data, names }) => names.chain(data.chain),
};

/** Events with all that is asked of each, and where it leads. */
function heard({ data, say, ask, names }: Telling, key: string): string {
  const list = Array.isArray(data[key]) ? (data[key] as Loose[]) : [];
  const each = list.map(({ event, filter, sameKey, port }) =>
    [
      event ? eventName(event, say) : '…',
      sameKey === true ? ask('sameKey') : '',
      filter === undefined ? '' : say('matchIf', { if: phraseOf(filter, ask, names) }),
      port === undefined ? '' : say('outcome', { port: shown(port) }),
    ].join(''),
  );
  return listed(each, say('or'));
}

function again({ data, say }: Telling): string {
  const reentry = (data.reentry ?? { kind: 'always' }) as Loose;
  if (reentry.kind === 'after') return say('again.after', { days: days(reentry.days, say) });
  return say(`again.${reentry.kind === 'never' ? 'never' : 'always'}`);
}

function inside({ data, say }: Telling): string {
  return say(`inside.${['restart', 'beside'].includes(String(data.inside)) ? data.inside : 'ignore'}`);
}

function entry(t: Telling): string {
  const { data, say, ask, names, word } = t;
  const begins =
    data.event === undefined
      ? say('entryBare', { event: word('event', say('noEvent')) })
      : say('entry', { event: word('event', eventName(data.event, say)) });
  return [
    begins,
    data.filter === undefined ? '' : say('onlyIf', { if: word('filter', phraseOf(data.filter, ask, names)) }),
    say('again.whole', { again: word('reentry', again(t)) }),
    data.key === undefined ? '' : say('key', { key: word('key', shown(data.key)) }),
    say('inside.whole', { inside: word('inside', inside(t)) }),
    '.',
  ].join('');
}

function contact(t: Telling): string {
  const { data, say, word } = t;
  const content = (data.content ?? {}) as Loose;
  const kind = data.channel === 'email' ? 'email' : ['letter', 'call', 'sms'].find((k) => k === content.kind);
  const written = word(data.channel === 'email' ? 'content.subject' : 'content.title', title(t, content));
  const skips = data.onExcess === 'skip';
  const postponed = word('onExcess', say(skips ? 'skip' : 'postpone'));
  const valid = (how: string) => word('validUntil', validity(data.validUntil, how, say, t.names));
  const excess = skips
    ? say('cappedSkip', { skip: postponed })
    : say('cappedPostpone', { postpone: postponed, valid: valid('postponed') });
  return say('contact', {
    date: date(t, 'when'),
    send: say(`send.${kind ?? 'other'}`, { title: written }),
    excess: excess + (skips && data.validUntil !== undefined ? say('isValid', { valid: valid('valid') }) : ''),
    late: late(t),
  });
}

function title({ say, names }: Telling, content: Loose): string {
  if (typeof content.template === 'string') return names.template(content.template);
  const text = shown(content.subject ?? content.title);
  return say('quoted', { text: text || '…' });
}

function late({ data: { ifLate }, say, word }: Telling): string {
  if (ifLate === undefined) return '';
  if (ifLate === 'skip') return say('late', { late: word('ifLate', say('skip')) });
  const hours = hoursOf((ifLate as Loose).sendWithinHours, say);
  return say('lateWithin', { within: word('ifLate', say('within', { hours })) });
}

function validity(value: unknown, how: string, say: Say, names: Names): string {
  if (typeof value !== 'object' || value === null) return say(`${how}.next`);
  const until = value as Loose;
  if (!('anchor' in until)) return say(`${how}.span`, { span: span(until, say) });
  const { kind } = (until.anchor ?? {}) as Loose;
  if (kind === 'trigger' && typeof until.days === 'number') return say(`${how}.day`, { days: signed(until.days) });
  return say(`${how}.date`, { date: offset(until, say, names) });
}

function split({ data, say, word }: Telling): string {
  const arms = armsOf(data);
  if (arms.length === 0) return say('splitNone', { arms: word('arms', '…') });
  const each = arms.map((arm, i) => armTold(arm, word(`arms.${i}.share`, shown(arm.share) || '0'), say));
  return say('split', { arms: listed(each, say('and')) });
}

const armsOf = ({ arms }: Loose) => (Array.isArray(arms) ? (arms as Loose[]) : []);

function armTold(arm: Loose, share: string, say: Say): string {
  return say('arm', { share, arm: shown(arm.label ?? arm.port) || '…' });
}

function matches({ data, say, ask, names, word }: Telling, key: string): string {
  const list = Array.isArray(data[key]) ? (data[key] as Loose[]) : [];
  if (list.length === 0) return word(key, '…');
  return listed(
    list.map((match, i) => {
      const name = word(`${key}.${i}.event`, match.event ? eventName(match.event, say) : '');
      if (match.filter === undefined) return name;
      return name + say('matchIf', { if: word(`${key}.${i}.filter`, phraseOf(match.filter, ask, names)) });
    }),
    say('or'),
  );
}

function delay(t: Telling, length_: string, until: string): string {
  return t.data[until] === undefined ? length(t, length_) : t.say('until', { date: date(t, until) });
}

function length({ data, say, word }: Telling, key: string): string {
  const value = (data[key] ?? {}) as Loose;
  return [word(`${key}.offset`, span(value, say)), ...rest(value, key, say, word)].join(', ');
}

function date({ data, say, names, word }: Telling, key: string): string {
  const value = (data[key] ?? { anchor: { kind: 'arrival' } }) as Loose;
  const anchor = word(`${key}.anchor`, anchored(value.anchor, say, names));
  const far = distance(value);
  const head =
    far === 0
      ? say('zero', { zero: word(`${key}.offset`, say(`zeroes.${kindOf(value.anchor)}`)), anchor })
      : say(far > 0 ? 'after' : 'before', { span: word(`${key}.offset`, span(value, say)), anchor });
  return [head, ...rest(value, key, say, word)].join(', ');
}

function rest(value: Loose, key: string, say: Say, word: Word): string[] {
  return [
    ...(value.time === undefined ? [] : [word(`${key}.time`, say('at', { time: shown(value.time) }))]),
    ...(value.on === 'mon-fri' || value.on === 'mon-sat'
      ? [word(`${key}.on`, say(value.on === 'mon-fri' ? 'workingDay' : 'businessDay'))]
      : []),
    ...(value.holidays === 'out' ? [word(`${key}.holidays`, say('noHoliday'))] : []),
  ];
}

function offset(value: Loose, say: Say, names: Names): string {
  const anchor = anchored(value.anchor, say, names);
  const far = distance(value);
  if (far === 0) return anchor;
  return say(far > 0 ? 'after' : 'before', { span: span(value, say), anchor });
}

function kindOf(anchor: unknown): string {
  const kind = String((anchor as Loose | undefined)?.kind ?? 'arrival');
  return ['trigger', 'event', 'profile', 'date', 'step'].includes(kind) ? kind : 'arrival';
}

function anchored(anchor: unknown, say: Say, names: Names): string {
  const at = (anchor ?? {}) as Loose;
  switch (kindOf(anchor)) {
    case 'trigger':
      return names.trigger === undefined ? say('anchors.entry') : eventName(names.trigger, say);
    case 'event':
      return say('anchors.event', { name: shown(at.property) || '…' });
    case 'profile':
      return say(at.yearly ? 'anchors.yearly' : 'anchors.profile', { name: shown(at.trait) || '…' });
    case 'date':
      return say('anchors.date', { date: dayName(at.at, names.lang) });
    case 'step':
      return say('anchors.step', { name: at.step ? names.step(String(at.step)) : '…' });
    default:
      return say('anchors.arrival');
  }
}

function dayName(at: unknown, lang: Names['lang']): string {
  const day = typeof at === 'string' ? at.slice(0, 10) : '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return shown(at) || '…';
  const format = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** Below nothing: before the anchor. A parameter counts as after it. */
function distance({ days: d, hours, minutes }: Loose): number {
  return [d, hours, minutes].reduce<number>((sum, n) => sum || (isParam(n) ? 1 : typeof n === 'number' ? n : 0), 0);
}

function span(value: Loose, say: Say): string {
  const named = {
    days: days(value.days, say),
    hours: hoursOf(value.hours, say),
    minutes: minutesOf(value.minutes, say),
  };
  const there = Object.values(named).filter((text) => text !== '');
  return there.length === 0 ? say('noTime') : there.join(` ${say('and')} `);
}

const days = (n: unknown, say: Say) => amount(n, 'days', say);
const hoursOf = (n: unknown, say: Say) => amount(n, 'hours', say);
const minutesOf = (n: unknown, say: Say) => amount(n, 'minutes', say);

function amount(n: unknown, unit: string, say: Say): string {
  if (isParam(n)) return say(`units.${unit}Param`, { name: n.param });
  return typeof n === 'number' && n !== 0 ? say(`units.${unit}`, { n: Math.abs(n) }) : '';
}

/** Well-known events by what marketers call them, others by their name. */
export function eventName(event: unknown, say: Say): string {
  const name = shown(event);
  return wellKnown(name, say) || say('event', { name: name || '…' });
}

/** '' for an event that has no name of its own. */
export function wellKnown(name: string, say: Say): string {
  return say(`events.${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`);
}

function signed(days: number): string {
  return days < 0 ? `−${-days}` : `+${days}`;
}

function listed(words: readonly string[], by: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1)}`;
}

function shown(value: unknown): string {
  if (isParam(value)) return value.param;
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
