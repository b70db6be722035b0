/** Liquid for content: parsed once per plan step, rendered per customer, and never with a hole. */
import { Context, Liquid, type Template } from 'liquidjs';
import { type Part, type Passage, shorten } from '#activities/channels/shortcut.ts';
import type { Json } from '#core/facts.ts';
import { en } from '#core/wording/en.ts';
import type { Wording } from '#core/wording/index.ts';

/** What a template may name. `now` and `zone` serve the date filter. */
export type Scope = Record<string, unknown> & { now: number; zone: string; locale: string };

export type Parts<K extends string> = Record<K, { source: string; html: boolean }>;

/** One after the other they are the text. */
export type Piece = string | Passage;

export type Filled<K extends string> =
  | { kind: 'ready'; parts: Record<K, Piece[]> }
  | { kind: 'missing'; variables: string[] }
  | { kind: 'invalid'; reason: string };

export type Filler<K extends string> = {
  fill(scope: Scope): Filled<K>;
  /** Full paths the parts may ask for. */
  variables: string[];
};

const MAX_SOURCE = 500_000;
const MAX_OUTPUT = 1_000_000;
// A backstop against endless loops, which a busy machine must not reach with a sound template.
const LIMITS = { renderLimit: 2_000, memoryLimit: 10_000_000 };
const MAX_MISSING = 50;
const ROOTS = new Set([
  ...['profile', 'customer', 'entry', 'params', 'offer', 'touch', 'brand', 'unsubscribe_url', 'preferences_url'],
  'confirm_url',
]);

const plain = createEngine(false);
const escaping = createEngine(true);

/** What is wrong with the text as a sentence: its syntax, or a variable that no customer can ever have. */
export function checkLiquid(text: string, words: Wording = en): string | null {
  try {
    const roots = escaping.globalVariablesSync(escaping.parse(text));
    const unknown = roots.find((root) => !ROOTS.has(root));
    return unknown === undefined ? null : words.unknownVariable(unknown, [...ROOTS]);
  } catch (error) {
    return words.liquid((error as Error).message.split('\n')[0] ?? 'Liquid syntax error');
  }
}

/** Full paths (`profile.first_name`) the text may ask for, those of its false branches included. */
export function variablesIn(text: string): string[] {
  return plain.globalFullVariablesSync(plain.parse(text)).sort();
}

export function createFiller<K extends string>(parts: Parts<K>, defaults: Record<string, string> = {}): Filler<K> {
  const names = Object.keys(parts) as K[];
  const compiled = names.map((name) => {
    const { source, html } = parts[name];
    const engine = html ? escaping : plain;
    return { name, html, engine, templates: engine.parse(source) };
  });
  const variables = [
    ...new Set(compiled.flatMap((part) => part.engine.globalFullVariablesSync(part.templates))),
  ].sort();
  const shortened = compiled.map(({ name, html, engine, templates }) => ({
    ...{ name, engine },
    parts: shorten(templates, ROOTS, html),
  }));
  const fallbacks = new Map(Object.entries(defaults).map(([path, value]) => [canonical(path), value]));
  const paths = [...new Set(variables.map(canonical))].map((path) => {
    const keys = path.split('.');
    return { keys, fallback: fallbacks.get(path) };
  });

  return {
    variables,
    fill(given): Filled<K> {
      const scope = settle(given, paths);
      const out = {} as Record<K, Piece[]>;
      try {
        for (const { name, engine, parts } of shortened) {
          const pieces = renderParts(engine, parts, scope);
          const length = lengthOf(pieces);
          if (length > MAX_OUTPUT)
            return { kind: 'invalid', reason: `${name} has ${length} characters; at most ${MAX_OUTPUT} may be sent` };
          out[name] = pieces;
        }
        return { kind: 'ready', parts: out };
      } catch (error) {
        if (undefinedVariable(error) !== null) return missing(compiled, scope, variables);
        return { kind: 'invalid', reason: reasonOf(error) };
      }
    },
  };
}

export function joined(pieces: readonly Piece[]): string {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : piece.text;
  return text;
}

export function lengthOf(pieces: readonly Piece[]): number {
  let length = 0;
  for (const piece of pieces) length += typeof piece === 'string' ? piece.length : piece.text.length;
  return length;
}

/** What is not plain shares one context, for a tag may set what a later one reads. */
function renderParts(engine: Liquid, parts: readonly Part[], scope: Scope): Piece[] {
  const pieces: Piece[] = [];
  let context: Context | undefined;
  for (const part of parts) {
    if (part.kind === 'passage') {
      pieces.push(part.passage);
      continue;
    }
    const short = part.kind === 'output' ? part.read(scope) : undefined;
    if (short !== undefined) {
      pieces.push(short);
      continue;
    }
    context ??= new Context(scope, engine.options, { ...LIMITS, sync: true }, { liquid: engine });
    pieces.push(render(engine, [part.template], context));
    if (context.breakCalled || context.continueCalled) break;
  }
  return pieces;
}

/** liquidjs tests for missing variables by throwing; the stack of such an error cost more than the rest of the mail. */
function render(engine: Liquid, templates: Template[], scope: Scope | Context): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return String(engine.renderSync(templates, scope, LIMITS));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

type Compiled = { engine: Liquid; templates: Template[] };

/** Renders again and again with a stand-in for each variable found missing: asks for those of the taken branches only. */
function missing(
  compiled: readonly Compiled[],
  scope: Scope,
  variables: readonly string[],
): { kind: 'missing'; variables: string[] } {
  const found = new Set<string>();
  const stood = structuredClone(scope);
  stood.customer = stood.profile;
  for (const { engine, templates } of compiled) {
    for (let tries = 0; tries < MAX_MISSING; tries += 1) {
      try {
        render(engine, templates, stood);
        break;
      } catch (error) {
        const name = undefinedVariable(error);
        if (name === null) break;
        const path = canonical(variables.find((known) => known === name || known.startsWith(`${name}.`)) ?? name);
        if (found.has(path)) break;
        found.add(path);
        put(stood, path.split('.'), '?');
      }
    }
  }
  return { kind: 'missing', variables: [...found] };
}

/**
 * Null and blank values count as missing, declared defaults take their place. The scope belongs to others, so the
 * objects on the way to a changed value are copied.
 */
function settle(scope: Scope, paths: readonly { keys: string[]; fallback: string | undefined }[]): Scope {
  let settled = scope;
  for (const { keys, fallback } of paths) {
    const value = valueAt(settled, keys);
    if (value === undefined && fallback === undefined) continue;
    const blank = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
    if (!blank) continue;
    if (settled === scope) settled = { ...scope };
    put(settled, keys, fallback);
  }
  if (settled !== scope) settled.customer = settled.profile;
  return settled;
}

function valueAt(scope: unknown, keys: readonly string[]): unknown {
  let value = scope;
  for (const key of keys) {
    if (value === null) return null;
    if (typeof value !== 'object' || !Object.hasOwn(value as object, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function put(scope: Record<string, unknown>, keys: readonly string[], value: Json | undefined): void {
  let holder = scope;
  for (const key of keys.slice(0, -1)) {
    const inner = Object.hasOwn(holder, key) ? holder[key] : undefined;
    const copy = typeof inner === 'object' && inner !== null ? { ...inner } : {};
    holder[key] = copy;
    holder = copy as Record<string, unknown>;
  }
  const last = keys.at(-1)!;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

/** `customer` is another name of `profile`. */
function canonical(path: string): string {
  return path.startsWith('customer.') ? `profile.${path.slice(9)}` : path;
}

function undefinedVariable(error: unknown): string | null {
  const { name, message } = error as Error;
  if (name !== 'UndefinedVariableError') return null;
  return /undefined variable: ([^,\n]+)/.exec(message)?.[1] ?? 'unknown';
}

/** liquidjs quotes the template, never the data; only the first line is kept all the same. */
function reasonOf(error: unknown): string {
  return `Liquid could not be rendered: ${(error as Error).message.split('\n')[0]}`;
}

type FilterThis = { context: Context };

function createEngine(html: boolean): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    parseLimit: MAX_SOURCE,
    templates: {},
    timezoneOffset: 'UTC',
    ...(html ? { outputEscape: 'escape' as const } : {}),
  });
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
  // Random, or dated by the machine's clock.
  for (const filter of [
    'sample',
    'shuffle',
    'date_to_xmlschema',
    'date_to_rfc822',
    'date_to_string',
    'date_to_long_string',
  ])
    engine.unregisterFilter(filter);

  const date = engine.filters.date as (this: FilterThis, value: unknown, format?: string, zone?: string) => unknown;
  engine.registerFilter('date', function (this: FilterThis, value: unknown, format?: string, zone?: string) {
    const scope = this.context.environments as Scope;
    const at = value === 'now' || value === 'today' ? new Date(scope.now) : value;
    const context = { opts: { ...this.context.opts, locale: scope.locale }, memoryLimit: this.context.memoryLimit };
    return date.call({ context } as FilterThis, at, format, zone ?? scope.zone);
  });
  if (html) {
    // Said by hand as well as done by the engine, it must not be done twice.
    const once = engine.filters.escape as (this: unknown, value: unknown) => string;
    engine.registerFilter('escape', { handler: once, raw: true });
    engine.registerFilter('newline_to_br', {
      handler(this: unknown, value: unknown) {
        return once.call(this, value).replace(/\r?\n/g, '<br />\n');
      },
      raw: true,
    });
  }
  return engine;
}
