/**
 * Shortcuts through liquidjs: the text between tags and plain outputs (`{{ profile.first_name }}`), which are nearly all
 * of a mail, rendered without its generators (seven times faster, measured). Whatever is not plain, and every missing
 * value, goes the library's own way, so that there is one meaning of a template.
 */
import { type Context, type Emitter, Output, type Template, TokenKind, toValueSync } from 'liquidjs';

type Renders = Template & { render(context: Context, emitter: Emitter): unknown };

/** A stretch of the template itself: the same object in every rendering, so that what is made of it can be kept. */
export type Passage = { readonly text: string };

/** A template's parts in order: its own text, a plain output (undefined: go the library's way), or anything else. */
export type Part =
  | { kind: 'passage'; passage: Passage }
  | { kind: 'output'; read(scope: unknown): string | undefined; template: Template }
  | { kind: 'other'; template: Template };

/** What liquidjs computes where the data has no such property. */
const COMPUTED = new Set(['size', 'first', 'last']);
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** Shortens what stands within tags in place, and answers the whole as parts. `roots` are the names scopes are made of. */
export function shorten(templates: readonly Template[], roots: ReadonlySet<string>, html: boolean): Part[] {
  const shadowed = new Set<string>();
  const all: Template[] = [];
  collect(templates, all, shadowed);
  const parts = new Map<Template, Part>();
  for (const template of all as Renders[]) {
    const part = partOf(template, html, (root) => roots.has(root) && !shadowed.has(root));
    parts.set(template, part);
    if (part.kind === 'passage') template.render = (_context, emitter) => emitter.write(part.passage.text);
    if (part.kind !== 'output') continue;
    const itself = template.render.bind(template);
    template.render = (context, emitter) => {
      const value = part.read(context.environments);
      return value === undefined ? itself(context, emitter) : emitter.write(value);
    };
  }
  return templates.map((template) => parts.get(template)!);
}

function partOf(template: Template, html: boolean, known: (root: string) => boolean): Part {
  if (template.token.kind === TokenKind.HTML)
    return { kind: 'passage', passage: { text: (template as unknown as { str: string }).str } };
  const path = plainPath(template, html);
  if (path === null || !known(path[0]!)) return { kind: 'other', template };
  return {
    kind: 'output',
    template,
    read(scope) {
      const value = read(scope, path);
      if (typeof value === 'string') return html ? escaped(value) : value;
      return typeof value === 'number' ? String(value) : undefined;
    },
  };
}

function collect(templates: readonly Template[], all: Template[], shadowed: Set<string>): void {
  for (const template of templates) {
    all.push(template);
    for (const name of template.blockScope?.() ?? []) shadowed.add(name);
    for (const name of template.localScope?.() ?? []) shadowed.add(typeof name === 'string' ? name : name.content);
    if (template.children) collect(toValueSync(template.children(false, true)) as Template[], all, shadowed);
  }
}

/** The path of an output that is a path and nothing else (but the escape that the engine adds). */
function plainPath(template: Template, html: boolean): string[] | null {
  if (!(template instanceof Output)) return null;
  const { initial, filters } = template.value;
  if (filters.length !== (html ? 1 : 0) || initial.postfix.length !== 1) return null;
  // With one filter in the escaping engine it is its own, which has no arguments and no name of the author's.
  if (html && template.token.getText().includes('|')) return null;
  const token = initial.postfix[0] as unknown as {
    kind: TokenKind;
    variable?: unknown;
    props: { kind: TokenKind; content?: unknown }[];
  };
  if (token.kind !== TokenKind.PropertyAccess || token.variable !== undefined) return null;
  const path: string[] = [];
  for (const { kind, content } of token.props) {
    if (kind !== TokenKind.Word || typeof content !== 'string' || COMPUTED.has(content)) return null;
    path.push(content);
  }
  return path;
}

function read(scope: unknown, path: readonly string[]): unknown {
  let value = scope;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!) : text;
}
