/** The readable page of the API, made from its OpenAPI document. */
import { type Html, html, pageAnswer } from '#api/html.ts';

type Schema = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  example?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
};
type Content = { content?: Record<string, { schema: Schema }> };
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema: Schema };
type Operation = {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description: string }>;
};
export type OpenApi = {
  info: { title: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, Schema> };
};

export function manual(doc: OpenApi): Response {
  const operations = Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = doc.tags.map((tag) => ({
    ...tag,
    entries: operations.filter((o) => o.operation.tags?.[0] === tag.name),
  }));
  const nav = sections.map(
    (s) =>
      html`<h2><a href="#${s.name}">${s.name}</a></h2><ul>${s.entries.map(
        (e) =>
          html`<li><a href="#${anchor(e)}"><b class="${e.method}">${e.method.toUpperCase()}</b> ${e.path.replace('/v1', '')}</a></li>`,
      )}</ul>`,
  );
  const body = html`<nav aria-label="Contents"><p class="brand"><a href="#top">${doc.info.title} API</a></p>${nav}</nav>
<main id="top">
<header><h1>${doc.info.title} API</h1>${prose(doc.info.description)}
<p>Base address: <code>${doc.servers[0]?.url ?? ''}</code> · <a href="/v1/openapi.json">OpenAPI 3.1 document</a></p></header>
${sections.map((s) => html`<section><h2 id="${s.name}">${s.name}</h2><p>${s.description}</p>${s.entries.map((e) => entry(doc, e))}</section>`)}
</main>`;
  return pageAnswer(body, { title: `${doc.info.title} API`, lang: 'en', style: STYLE });
}

type Entry = { path: string; method: string; operation: Operation };

function anchor({ method, path }: Entry): string {
  return `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`;
}

function entry(doc: OpenApi, e: Entry): Html {
  const { operation } = e;
  const request = operation.requestBody?.content?.['application/json']?.schema;
  const [status, done] = Object.entries(operation.responses)[0]!;
  const response = done.content?.['application/json']?.schema;
  return html`<article id="${anchor(e)}">
<h3><b class="${e.method}">${e.method.toUpperCase()}</b> <code>${e.path}</code></h3>
<p class="summary">${operation.summary ?? ''}</p>${prose(operation.description ?? '')}
${(operation.parameters ?? []).length > 0 ? html`<h4>Parameters</h4><dl>${operation.parameters!.map((p) => field(doc, p.name, p.schema, { required: p.required === true, note: `in ${p.in}`, about: p.description ?? '', depth: 0 }))}</dl>` : ''}
${request ? html`<details open><summary>Request body</summary>${tree(doc, request, 0)}</details>` : ''}
${response ? html`<details><summary>Answer <code>${status}</code></summary>${tree(doc, response, 0)}</details>` : ''}
<details><summary>Example</summary><pre>${curl(doc, e)}</pre></details>
</article>`;
}

/** Paragraphs, with words in backticks as code. */
function prose(text: string): Html {
  const paragraphs = text.split('\n\n').filter(Boolean);
  return html`${paragraphs.map(
    (p) => html`<p>${p.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}</p>`,
  )}`;
}

function resolve(doc: OpenApi, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined
    ? schema
    : { ...doc.components.schemas?.[name], ...(schema.description ? { description: schema.description } : {}) };
}

const DEEPEST = 5;

function tree(doc: OpenApi, given: Schema, depth: number): Html {
  const schema = resolve(doc, given);
  if (depth > DEEPEST) return html``;
  if (schema.allOf) return html`${schema.allOf.map((part) => tree(doc, part, depth))}`;
  const choices = (schema.oneOf ?? schema.anyOf)?.filter((s) => s.type !== 'null');
  if (choices && !choices.some((s) => hasFields(doc, s))) return html``;
  if (choices)
    return html`${choices.map((part, i) => html`${i > 0 ? html`<p class="or">or</p>` : ''}${tree(doc, part, depth)}`)}`;
  if (schema.type === 'array' && schema.items) return tree(doc, schema.items, depth);
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return depth === 0 && schema.description ? prose(schema.description) : html``;
  return html`<dl>${properties.map(([name, value]) =>
    field(doc, name, value, { required: schema.required?.includes(name) === true, note: '', about: '', depth }),
  )}</dl>`;
}

function field(
  doc: OpenApi,
  name: string,
  given: Schema,
  o: { required: boolean; note: string; about: string; depth: number },
): Html {
  const schema = resolve(doc, given);
  const notes = [
    o.note,
    typeName(doc, schema),
    o.required ? 'required' : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ];
  return html`<dt><code>${name}</code> <small>${notes.filter(Boolean).join(' · ')}</small></dt><dd>${prose(o.about || schema.description || '')}${tree(doc, { ...schema, description: '' }, o.depth + 1)}</dd>`;
}

function hasFields(doc: OpenApi, given: Schema): boolean {
  const schema = resolve(doc, given);
  const parts = [...(schema.allOf ?? []), ...(schema.items ? [schema.items] : [])];
  return schema.properties !== undefined || parts.some((part) => hasFields(doc, part));
}

function typeName(doc: OpenApi, given: Schema): string {
  const schema = resolve(doc, given);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.type === 'array') return schema.items ? `list of ${typeName(doc, schema.items)}` : 'list';
  if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf)!.map((s) => typeName(doc, s)).join(' or ');
  if (schema.allOf) return 'object';
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
  return schema.format ? `${type} (${schema.format})` : type;
}

function curl(doc: OpenApi, { method, path, operation }: Entry): string {
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const id = operation.parameters?.find((p) => p.in === 'path')?.schema.example;
  const headers = (operation.parameters ?? []).filter((p) => p.in === 'header' && p.required);
  return [
    `curl -X ${method.toUpperCase()} ${doc.servers[0]?.url ?? ''}${path.replace('{id}', String(id ?? '{id}'))}`,
    `-H 'Authorization: Bearer jln_…'`,
    ...headers.map((h) => `-H '${h.name}: ${String(h.schema.example ?? '…')}'`),
    ...(schema ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sample(doc, schema, 0))}'`] : []),
  ].join(' \\\n  ');
}

/** Required fields, and the first of those that are not: enough to start from. */
function sample(doc: OpenApi, given: Schema, depth: number): unknown {
  const schema = resolve(doc, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((s) => sample(doc, s, depth)));
  const choice = (schema.oneOf ?? schema.anyOf)?.[0];
  if (choice) return sample(doc, choice, depth);
  if (schema.type === 'array') return schema.items && depth < DEEPEST ? [sample(doc, schema.items, depth + 1)] : [];
  if (schema.properties && depth < DEEPEST) {
    const names = Object.keys(schema.properties);
    const wanted = schema.required?.length ? schema.required : names.slice(0, 1);
    return Object.fromEntries(wanted.map((n) => [n, sample(doc, schema.properties![n] ?? {}, depth + 1)]));
  }
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  if (schema.type === 'boolean') return true;
  return schema.type === 'string' ? '…' : {};
}

const STYLE = `
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); background: var(--card); font-size: .85rem; }
nav h2 { font-size: .8rem; margin: 1.2rem 0 .2rem; } nav a { text-decoration: none; color: inherit; } nav a:hover { color: var(--accent); }
nav ul { list-style: none; margin: 0; padding: 0; } nav li { padding: .12rem 0; overflow-wrap: anywhere; }
.brand { font-weight: 700; font-size: 1.05rem; margin: 0; }
main { max-width: 56rem; padding: 2rem clamp(1rem, 4vw, 3rem) 6rem; }
h1 { font-size: 2rem; margin: 0 0 .5rem; } section > h2 { font-size: 1.5rem; margin: 3rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
article { margin: 1.5rem 0; padding: 1.2rem 1.4rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } h4 { margin: 1rem 0 .3rem; font-size: .85rem; color: var(--soft); }
.summary { font-weight: 600; margin: .4rem 0; } article p { margin: .4rem 0; } .or { color: var(--soft); font-style: italic; }
b.get, b.post, b.put, b.delete { font: 700 .68rem ui-monospace, monospace; padding: .15em .45em; border-radius: 4px; background: var(--code); color: var(--soft); }
b.post { color: var(--accent); } b.delete { color: #b3402e; } b.put { color: #8a6100; }
@media (prefers-color-scheme: dark) { b.delete { color: #f0907f; } b.put { color: #e0b455; } }
code, pre { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); border-radius: 4px; padding: .1em .3em; }
pre { padding: .9rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
details { margin-top: .6rem; } summary { cursor: pointer; font-size: .85rem; font-weight: 600; color: var(--soft); }
dl { margin: .4rem 0; padding-left: .8rem; border-left: 2px solid var(--line); } dt { margin-top: .4rem; } dd { margin: 0 0 0 .4rem; } dd p { margin: 0; font-size: .9rem; color: var(--soft); }
small { color: var(--soft); }
@media (max-width: 60rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } }
`;
