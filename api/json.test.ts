import { expect, test } from 'vitest';
import { flaw, hasEscapes, readJson } from '#api/json.ts';
import { Refusal } from '#api/problem.ts';

function look(text: string) {
  return flaw(JSON.parse(text), hasEscapes(text)).problem;
}

function post(body: BodyLike, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Request {
  return new Request('https://jalon.example/v1/chains', { method: 'POST', body: body as string, headers });
}
type BodyLike = string | Uint8Array;

test('what the store cannot keep is found wherever it hides', () => {
  expect(look('{"a":{"b":["x\\u0000"]}}')).toMatchObject({ code: 'invalid_text', field: 'a.b.0' });
  expect(look('{"a":"\\ud800"}')).toMatchObject({ code: 'invalid_text', field: 'a' });
  expect(look('{"a\\u0000":1}')).toMatchObject({ code: 'invalid_text' });
  expect(look('{"a":1e999}')).toMatchObject({ code: 'number_too_large', field: 'a' });
});

test('a pair of surrogates and an escaped backslash are kept', () => {
  expect(look('{"a":"\\ud83d\\ude00"}')).toBeNull();
  expect(look('{"a":"\\\\u0000"}')).toBeNull();
});

test('nesting is bounded before it can exhaust anything', () => {
  expect(look('['.repeat(20_000) + ']'.repeat(20_000))).toMatchObject({ code: 'too_deep' });
  expect(look('['.repeat(30) + ']'.repeat(30))).toBeNull();
});

test('a body that is not UTF-8, not JSON or empty is refused without quoting it', async () => {
  const refusals = [
    [new Uint8Array([0x22, 0xff, 0x22]), 'not_utf8'],
    ['{"email":"secret@x.example"', 'invalid_json'],
    ['secret@x.example', 'invalid_json'],
    ['', 'invalid_json'],
  ] as const;
  for (const [body, code] of refusals) {
    const read = await readJson(post(body), { limit: 1_000 });
    expect(read).toBeInstanceOf(Refusal);
    const [problem] = (read as Refusal).problems;
    expect(problem?.code).toBe(code);
    expect(problem?.message).not.toContain('secret');
  }
});

test('a body is read no further than its limit, declared or not', async () => {
  const declared = post('"x"', { 'Content-Type': 'application/json', 'Content-Length': '999999' });
  expect(await readJson(declared, { limit: 10 })).toMatchObject({ status: 413 });
  expect(await readJson(post(JSON.stringify('x'.repeat(50))), { limit: 10 })).toMatchObject({ status: 413 });
});

test('another content type or an encoding is named in the refusal', async () => {
  expect(await readJson(post('a=1', { 'Content-Type': 'text/csv' }), { limit: 10 })).toMatchObject({ status: 415 });
  const gzip = post('{}', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  expect(await readJson(gzip, { limit: 10 })).toMatchObject({ status: 415 });
});
