import { describe, expect, test } from 'vitest';
import { textOf } from '#activities/channels/email/plaintext.ts';
import { checkContent } from '#activities/channels/index.ts';
import { checkLiquid, createFiller, joined, type Scope, variablesIn } from '#activities/channels/liquid.ts';
import type { Json } from '#core/facts.ts';

const scope = (profile: Record<string, Json>, more: Record<string, unknown> = {}): Scope => ({
  now: Date.UTC(2026, 10, 24, 23, 30),
  zone: 'Europe/Paris',
  locale: 'fr',
  profile,
  customer: profile,
  entry: {},
  params: {},
  ...more,
});

const fill = (source: string, given: Scope, { html = false, defaults = {} as Record<string, string> } = {}) =>
  createFiller({ body: { source, html } }, defaults).fill(given);

const text = (source: string, given: Scope, options = {}) => {
  const filled = fill(source, given, options);
  return filled.kind === 'ready' ? joined(filled.parts.body) : filled;
};

describe('content', () => {
  test('names the customer by profile and by customer alike', () => {
    expect(text('{{ profile.name }}/{{ customer.name }}', scope({ name: 'Zoé' }))).toBe('Zoé/Zoé');
  });

  test('with a variable the customer lacks is missing it, and all that are missing are named', () => {
    const filled = fill(
      '{{ profile.name }} {{ entry.order.id | upcase }} {{ params.x }}',
      scope({}, { params: { x: 1 } }),
    );
    expect(filled).toEqual({ kind: 'missing', variables: ['profile.name', 'entry.order.id'] });
  });

  test.each([[null], [''], ['  ']])('counts %j as missing, for it would leave a hole', (name) => {
    expect(fill('Dear {{ profile.name }}', scope({ name }))).toEqual({ kind: 'missing', variables: ['profile.name'] });
  });

  test('finds the hole behind a null on the way', () => {
    expect(fill('{{ profile.address.city }}', scope({ address: null })).kind).toBe('missing');
  });

  test('takes a declared default, under either name, and leaves the customer’s traits as they are', () => {
    const traits = { name: '', city: 'Lyon' };
    const defaults = { 'profile.name': 'cher client' };
    expect(text('{{ profile.name }}, {{ customer.name }} ({{ profile.city }})', scope(traits), { defaults })).toBe(
      'cher client, cher client (Lyon)',
    );
    expect(traits).toEqual({ name: '', city: 'Lyon' });
  });

  test('takes Liquid’s own default', () => {
    expect(text("{{ profile.name | default: 'you' }}", scope({}))).toBe('you');
    expect(text("{{ profile.name | default: 'you' }}", scope({ name: null }))).toBe('you');
  });

  test('does not ask for what stands in a branch not taken', () => {
    expect(text('{% if profile.vip %}{{ profile.card }}{% else %}hello{% endif %}', scope({}))).toBe('hello');
    expect(fill('{% if profile.vip %}{{ profile.card }}{% endif %}', scope({ vip: true }))).toEqual({
      kind: 'missing',
      variables: ['profile.card'],
    });
  });

  test('loops over what the event carried', () => {
    const given = scope({}, { entry: { items: [{ name: 'a' }, { name: 'b' }] } });
    expect(text('{% for item in entry.items %}[{{ item.name }}]{% endfor %}', given)).toBe('[a][b]');
    expect(text('{{ entry.items.size }} {{ entry.items[1].name }}', given)).toBe('2 b');
  });

  test('a loop’s own name hides the customer’s', () => {
    const given = scope({ name: 'Zoé' }, { entry: { items: [{ name: 'a' }] } });
    expect(text('{% for profile in entry.items %}{{ profile.name }}{% endfor %}', given)).toBe('a');
    expect(text('{% assign profile = entry.items[0] %}{{ profile.name }}', given)).toBe('a');
  });

  test('in HTML is escaped, once, and lets through what is marked raw', () => {
    const given = scope({ name: '<b>&"O’\'' });
    expect(text('{{ profile.name }}', given, { html: true })).toBe('&lt;b&gt;&amp;&#34;O’&#39;');
    expect(text('{{ profile.name | escape }}', given, { html: true })).toBe('&lt;b&gt;&amp;&#34;O’&#39;');
    expect(text('{{ profile.name | append: "<" }}', given, { html: true })).toBe('&lt;b&gt;&amp;&#34;O’&#39;&lt;');
    expect(text('{{ profile.name | raw }}', given, { html: true })).toBe('<b>&"O’\'');
    expect(text('{{ profile.name }}', given)).toBe('<b>&"O’\'');
    expect(text('{{ profile.note | newline_to_br }}', scope({ note: '<a>\nb' }), { html: true })).toBe(
      '&lt;a&gt;<br />\nb',
    );
  });

  test('shows numbers, booleans and lists as Liquid does', () => {
    const given = scope({ points: 120, vip: false, likes: ['a', 'b'] });
    expect(text('{{ profile.points }} {{ profile.vip }} {{ profile.likes }}', given)).toBe('120 false ab');
  });

  test('writes dates in the customer’s zone and language, and knows only the time it was given', () => {
    expect(text("{{ 'now' | date: '%d/%m/%Y %H:%M' }}", scope({}))).toBe('25/11/2026 00:30');
    expect(text("{{ entry.at | date: '%e %B' }}", scope({}, { entry: { at: '2026-08-14T10:00:00Z' } }))).toBe(
      '14 août',
    );
  });

  test('reads neither files nor the inside of JavaScript', () => {
    expect(checkLiquid("{% include 'x' %}")).toContain('include');
    expect(checkLiquid("{% render 'x' %}")).toContain('render');
    expect(fill('{{ profile.constructor.name }}', scope({})).kind).toBe('missing');
    expect(fill('{{ profile.__proto__ }}', scope({})).kind).toBe('missing');
  });

  test('that never ends is invalid, not a hung worker', () => {
    expect(fill('{% for i in (1..100000000) %}x{% endfor %}', scope({})).kind).toBe('invalid');
  });

  test('too large for a mail is invalid', () => {
    expect(fill('{% for i in (1..30000) %}{{ profile.long }}{% endfor %}', scope({ long: 'x'.repeat(100) })).kind).toBe(
      'invalid',
    );
  });
});

describe('a template', () => {
  test('is checked for syntax with the place of the error', () => {
    expect(checkLiquid('Hello {{ profile.name }}')).toBeNull();
    expect(checkLiquid('{% if profile.a %}')).toMatch(/not closed.*line:1/);
    expect(checkLiquid('{{ profile.a | nosuch }}')).toMatch(/undefined filter: nosuch/);
  });

  test('is checked for variables that nobody has', () => {
    expect(checkLiquid('{{ first_name }}')).toMatch(/unknown variable "first_name"; .*profile/);
    expect(checkLiquid('{% for item in entry.items %}{{ item.name }}{{ forloop.index }}{% endfor %}')).toBeNull();
    expect(checkLiquid('{% assign x = profile.a %}{{ x }}')).toBeNull();
  });

  test('is checked field by field of its channel’s content', () => {
    expect(checkContent('email', { subject: '{{', html: '{% if profile.a %}', fromName: '{{' })).toEqual([
      { field: 'subject', message: expect.stringContaining('not closed') },
      { field: 'html', message: expect.stringContaining('not closed') },
    ]);
    expect(checkContent('task', { kind: 'call', title: 'x', body: '{{ nobody }}' })).toMatchObject([{ field: 'body' }]);
    expect(checkContent('nosuch', {})).toEqual([]);
  });

  test('tells the variables it may ask for', () => {
    expect(variablesIn('{{ profile.a }}{% if entry.b %}{{ params.c }}{% endif %}{% assign d = 1 %}{{ d }}')).toEqual([
      'entry.b',
      'params.c',
      'profile.a',
    ]);
  });
});

describe('the text of a mail that has only HTML', () => {
  test('keeps words, links, lists and Liquid, and nothing of the markup', () => {
    const html = `<html><head><title>T</title><style>p{}</style></head><body><h1>Bonjour&nbsp;{{ profile.name }}</h1>
      <p>Un &amp; deux<br>trois</p><ul><li>a</li><li>b</li></ul>
      {% if profile.age < 3 %}<b>petit</b>{% endif %}<a href="https://x.example/{{ entry.id }}">ici</a></body></html>`;
    expect(textOf(html)).toBe(
      'Bonjour {{ profile.name }}\n\nUn & deux\ntrois\n\n- a\n\n- b\n\n{% if profile.age < 3 %}petit{% endif %}ici (https://x.example/{{ entry.id }})',
    );
  });

  test('strips what HTML lets through raw', () => {
    expect(text(textOf('<p>{{ profile.bio | raw }}</p>'), scope({ bio: '<i>x</i>' }))).toBe('x');
  });
});
