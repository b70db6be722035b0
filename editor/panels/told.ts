/** What differs between two states of one step, a line a field, in the words of its sentence and its form; never as it is kept. */
import { channelOf } from '#core/channels/index.ts';
import { isReference, referenceOf } from '#core/contents/reference.ts';
import type { GraphStep } from '#core/graph.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import { type FormField, fieldsOf } from '#editor/panels/form.ts';
import { looseOf } from '#editor/panels/hands.ts';
import type { Names, Say } from '#editor/panels/phrase.ts';
import { isParam } from '#editor/panels/query.ts';
import { fieldTold } from '#editor/panels/sentence.ts';
import { same } from '#editor/state/merge.ts';
import { numberIn, percentIn } from '#editor/ui/moment.ts';

/** `named`: what an offer, a topic or a brand is called. */
export type Tongue = {
  form: Say;
  say: Say;
  ask: Say;
  names: Names & { named(field: string, id: string): string };
};

/** `null`: nothing stands there. `words`: written at length, or not to be told apart in a line. */
export type Told = { key: string; name: string; before: string | null; after: string | null; words: boolean };

/** Nobody reads two whole messages in a list of changes. */
const LENGTHY = /^(html|text|body|defaults|languages)$/;
const LINE = 160;

export function differenceTold(before: GraphStep, after: GraphStep, tongue: Tongue): Told[] {
  const { form, names } = tongue;
  if (before.type !== after.type) {
    const called = ({ type }: GraphStep) => stepTypeOf(type)?.label[names.lang] ?? type;
    const both = { before: called(before), after: called(after) };
    return [{ key: 'type', name: form('fields.type'), ...both, words: false }];
  }
  const whole = isReference(before.data.content) || isReference(after.data.content);
  const [was, is] = [placesOf(before, whole), placesOf(after, whole)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => {
    if (same(was.get(key), is.get(key))) return [];
    const told = (step: GraphStep, value: unknown) => {
      const text = lineOf(step, key, value, tongue);
      return text && text.length > LINE ? `${text.slice(0, LINE)}…` : text;
    };
    const both = { before: told(before, was.get(key)), after: told(after, is.get(key)) };
    return [
      {
        key,
        name: nameOf(after.type, key, tongue),
        ...both,
        words: LENGTHY.test(key.replace('content.', '')) || both.before === both.after,
      },
    ];
  });
}

/** What people see as one thing is one place: a wait, a channel, a message from a template. */
function placesOf({ type, label, data }: GraphStep, whole: boolean): Map<string, unknown> {
  const { channel, content, for: length, until, ...rest } = data;
  const delay = length === undefined && until === undefined ? undefined : { length, until };
  const { kind, ...parts } = looseOf(content);
  const message = whole ? [['content', content]] : Object.entries(parts).map(([key, part]) => [`content.${key}`, part]);
  const all = [
    ['label', label],
    ['channel', type === 'contact' ? (channel === 'task' ? kind : channel) : undefined],
    ['delay', delay],
    ...Object.entries(rest),
    ...message,
  ] as [string, unknown][];
  return new Map(all.filter(([, value]) => value !== undefined));
}

export function nameOf(type: string, key: string, { form }: Tongue): string {
  if (key === 'delay') return form('delay.how');
  if (key === 'validUntil') return form('validity.name');
  const last = key.split('.').at(-1)!;
  return form(`fields.${last === 'on' && type === 'goal' ? 'onEvents' : last}`) || last;
}

export function lineOf(step: GraphStep, key: string, value: unknown, tongue: Tongue): string | null {
  const { form, say, ask, names } = tongue;
  if (key === 'label') return typeof value === 'string' ? value : null;
  if (key === 'channel') return word(value, form);
  if (key === 'content') return messageOf(value, tongue);
  if (key === 'ifLate' && value === undefined) return form('late.send');
  const told = fieldTold(step, key, say, ask, names);
  if (told !== undefined) return told || null;
  return scalar(value, tongue, fieldAt(step, key));
}

/** What the chain itself holds in a field: its name, its zone and so on. */
export function headTold(field: string, value: unknown, tongue: Tongue): string | null {
  const code = typeof value === 'string' && value !== '' ? value : null;
  if (field === 'holdout' && typeof value === 'number') return percentIn(tongue.names.lang, value);
  if (code && field === 'country') return displayed('region', code, tongue);
  if (code && field === 'language') return displayed('language', code, tongue);
  if (code && field === 'class') return word(code, tongue.form);
  return code && field === 'brand' ? tongue.names.named(field, code) : scalar(value, tongue);
}

function displayed(type: 'region' | 'language', code: string, { names }: Tongue): string {
  try {
    return new Intl.DisplayNames([names.lang], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

function messageOf(content: unknown, { form, say, names }: Tongue): string | null {
  const reference = referenceOf(content);
  if (reference) return form('templateIs', { name: names.template(reference.template), n: reference.version });
  const { subject, title } = looseOf(content);
  const text = subject ?? title;
  return typeof text === 'string' && text !== '' ? say('quoted', { text }) : null;
}

export function scalar(given: unknown, tongue: Tongue, field?: FormField): string | null {
  const { ask, form, names } = tongue;
  const value = given ?? field?.standing;
  if (value === undefined || value === null || value === '') return null;
  if (isParam(value)) return ask('param', { name: value.param });
  if (Array.isArray(value)) return value.map((one) => scalar(one, tongue, itemOf(field))).join(', ') || null;
  if (typeof value === 'boolean') return ask(value ? 'yes' : 'no');
  if (typeof value === 'number') return numberIn(names.lang, value, 2);
  if (typeof value === 'object') return null;
  if (field?.kind === 'choice') return word(value, form);
  return names.named(field?.key ?? '', String(value));
}

/** The things of a list are named by its field. */
function itemOf(field: FormField | undefined): FormField | undefined {
  return field?.kind === 'list' ? { ...field.item, key: field.key } : undefined;
}

function fieldAt(step: GraphStep, key: string): FormField | undefined {
  const [head, inner] = key.split('.');
  const schema = inner === undefined ? stepTypeOf(step.type)?.data : channelOf(String(step.data.channel))?.content;
  return schema ? fieldsOf(schema).find((field) => field.key === (inner ?? head)) : undefined;
}

function word(value: unknown, form: Say): string | null {
  return value === undefined ? null : form(`choices.${value}`) || String(value);
}
