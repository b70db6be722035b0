/** What a card says of its step: family, sign, date in words, class; without React. */

import { channelOf } from '#core/channels/index.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import type { Family, Text } from '#core/steps/step.ts';
import type { Language } from '#core/wording/index.ts';
import { edgeOf, type Place } from '#editor/state/document.ts';
import { mainPort, portsOf } from '#editor/state/ports.ts';

export type Card = {
  family: Family;
  /** Step type, or of a contact what its customer sees: email, letter, call, sms, other. */
  sign: string;
  title: string;
  chip: string;
  class: string | undefined;
  /** The event it names, where it names one. */
  detail: string;
};

type Loose = { [key: string]: unknown };
const CLASSES = new Set<unknown>(['service', 'information', 'commercial']);

export function cardOf(step: GraphStep, language: Language): Card {
  const type = stepTypeOf(step.type);
  const data = step.data as Loose;
  return {
    family: type?.family ?? 'flow',
    sign: signOf(step),
    title: step.label || titleOf(step)?.[language] || type?.label[language] || step.type,
    chip: chipOf(step, language),
    class: step.type === 'contact' && CLASSES.has(data.class) ? String(data.class) : undefined,
    detail: eventOf(step),
  };
}

/** A contact without a name is called what its customer sees of it. */
function titleOf({ type, data: { channel, content } }: GraphStep): Text | undefined {
  const known = type === 'contact' ? channelOf(String(channel)) : undefined;
  return known?.called?.(content) ?? known?.label;
}

export function signOf(step: GraphStep): string {
  if (step.type !== 'contact') return step.type;
  const { channel, content } = step.data as { channel?: unknown; content?: Loose };
  if (channel !== 'task') return typeof channel === 'string' ? channel : 'contact';
  return typeof content?.kind === 'string' ? content.kind : 'other';
}

function chipOf(step: GraphStep, language: Language): string {
  const data = step.data as { when?: Loose; for?: Loose; until?: Loose };
  if (step.type === 'contact') return whenWords(data.when, language);
  return data.for ? span(data.for, language) : whenWords(data.until, language);
}

function whenWords(when: Loose | undefined, language: Language): string {
  const anchor = when?.anchor as Loose | undefined;
  if (!when || !anchor) return '';
  const at = said(when.time);
  const time = at ? ` · ${at}` : '';
  const rest = span({ hours: when.hours, minutes: when.minutes }, language, true);
  const mark = language === 'fr' ? 'J' : 'D';
  const far = [`${mark}${offset(when.days)}`, rest].filter(Boolean).join(' ');
  switch (anchor.kind) {
    case 'trigger':
      return `${far}${time}`;
    case 'event':
    case 'profile':
      return `${said(anchor.property ?? anchor.trait) || '…'} ${rest && !offset(when.days) ? rest : far}${time}`;
    case 'date': {
      const before = span(when, language, true);
      return `${dayWords(anchor.at, language)}${before ? ` ${before}` : ''}${time}`;
    }
    default:
      return `${span(when, language, true)}${time}`.replace(/^ · /, '');
  }
}

function dayWords(at: unknown, language: Language): string {
  const day = said(at);
  if (!/^\d{4}-\d{2}-\d{2}/.test(day) || Number.isNaN(Date.parse(day.slice(0, 10)))) return day || '…';
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'medium',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** What is written there, or the name of the parameter that stands for it. */
function said(value: unknown): string {
  const name = (value as Loose | null | undefined)?.param ?? value;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}

function offset(days: unknown): string {
  if (typeof days !== 'number') return said(days) && `+${said(days)}`;
  return days === 0 ? '' : days > 0 ? `+${days}` : `−${-days}`;
}

const UNITS = {
  en: { days: ['d', 'days'], hours: ['h', 'hours'], minutes: ['min', 'minutes'] },
  fr: { days: ['j', 'jours'], hours: ['h', 'heures'], minutes: ['min', 'minutes'] },
};

/** `signed`: counted from something, so that it says which way. A parameter has its unit in full, to be read as words. */
function span(length: Loose, language: Language, signed = false): string {
  return Object.entries(UNITS[language])
    .flatMap(([unit, [short, whole]]) => {
      const amount = length[unit];
      if (amount === 0 || said(amount) === '') return [];
      if (typeof amount !== 'number') return [`${signed ? '+' : ''}${said(amount)}\u00a0${whole}`];
      const sign = amount < 0 ? '−' : signed ? '+' : '';
      return [`${sign}${Math.abs(amount)}\u202f${short}`];
    })
    .join(' ');
}

function eventOf(step: GraphStep): string {
  const data = step.data as { event?: unknown; on?: Loose[]; events?: Loose[] };
  const name = data.event ?? data.on?.[0]?.event ?? (step.type === 'waitfor' ? data.events?.[0]?.event : undefined);
  return typeof name === 'string' ? name : '';
}

/** Days after the trigger, where the step says so in a number. */
export function dayOf(step: GraphStep): number | undefined {
  const when = (step.data as { when?: Loose }).when;
  if ((when?.anchor as Loose | undefined)?.kind !== 'trigger') return undefined;
  return typeof when?.days === 'number' ? when.days : when?.days === undefined ? 0 : undefined;
}

/** From the trigger along the main ports; then what branches off, then what nothing leads to. */
export function inReadingOrder(graph: Graph): GraphStep[] {
  const steps = new Map(graph.steps.map((s) => [s.id, s]));
  const out = new Map<string, string>(graph.edges.map((e) => [`${e.from} ${e.port}`, e.to]));
  const seen = new Set<string>();
  const order: GraphStep[] = [];
  const walk = (id: string | undefined) => {
    const branches: string[] = [];
    for (let at = id; at !== undefined && !seen.has(at); ) {
      const step = steps.get(at);
      if (!step) break;
      seen.add(at);
      order.push(step);
      const [main, ...others] = portsOf(step).map((p) => out.get(`${step.id} ${p.name}`));
      branches.push(...others.filter((o) => o !== undefined));
      at = main;
    }
    for (const branch of branches) walk(branch);
  };
  walk(graph.steps.find((s) => s.type === 'entry')?.id);
  for (const step of graph.steps) walk(step.id);
  return order;
}

/** Where something new goes when nothing is chosen: the end of the main path, before its end step. */
export function tailOf(graph: Graph): { from: string; port: string } | undefined {
  let at = graph.steps.find((s) => s.type === 'entry');
  const seen = new Set<string>();
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    const port = mainPort(at);
    if (port === undefined) return undefined;
    const to = edgeOf(graph, at.id, port)?.to;
    const next = graph.steps.find((s) => s.id === to);
    if (!next || mainPort(next) === undefined) return { from: at.id, port };
    at = next;
  }
  return undefined;
}

export type Span = { left: number; right: number; top: number; bottom: number };
export const CARD = { width: 232, height: 84 };

export function middle(place: Place): Place {
  return { x: place.x + CARD.width / 2, y: place.y + CARD.height / 2 };
}
