import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { enterLetters, putTouch } from '#api/testing/scene.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

const AT = '2026-01-31T10:00:00.000Z';
const line = (more: object) => ({ channel: 'email', given: true, source: 'old', at: AT, ...more });
const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const bring = (lines: readonly unknown[]) =>
  rig.call('/v1/consents/import', { body: lines.map((l) => JSON.stringify(l)).join('\n'), headers: NDJSON });
const exported = async (query = '') => {
  const { status, headers, body } = await rig.call(`/v1/consents/export${query}`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('application/x-ndjson');
  const text = body.text as string;
  return text
    .split('\n')
    .filter(Boolean)
    .map((l) => JSON.parse(l) as Record<string, unknown>);
};

test('good lines are taken; each bad one is told with its number, its field and what was expected', async () => {
  const file = [
    JSON.stringify(line({ userId: 'good' })),
    '',
    '{not json',
    JSON.stringify(line({ userId: 'x', channel: 'pigeon' })),
    JSON.stringify(line({ userId: 'x', at: 'yesterday', given: 'yes' })),
    JSON.stringify(line({})),
    JSON.stringify(line({ userId: 'x', at: '2027-01-01T00:00:00Z' })),
    JSON.stringify(line({ userId: 'x', brand: 'nobody' })),
    JSON.stringify(line({ userId: 'x', extra: 1 })),
    JSON.stringify(line({ email: 'nobody@shop.example' })),
    JSON.stringify(line({ userId: 'x\0' })),
    JSON.stringify(line({ userId: 'x', proof: { scan: 'x'.repeat(40_000) } })),
    JSON.stringify(line({ userId: 'other', topic: 'news' })),
  ].join('\r\n');
  const { status, body } = await rig.call('/v1/consents/import', { body: file, headers: NDJSON });
  expect(status).toBe(200);
  expect(body).toMatchObject({ written: 2, known: 0, refused: 10 });
  const problems = body.problems as unknown as { line: number; code: string; field?: string; message: string }[];
  expect(problems.map(({ line, code, field }) => [line, code, field])).toEqual(
    [
      [3, 'invalid_json', undefined],
      [4, 'invalid', 'channel'],
      [5, 'invalid', 'given'],
      [5, 'invalid', 'at'],
      [6, 'no_identity', 'userId'],
      [7, 'in_future', 'at'],
      [8, 'unknown_brand', 'brand'],
      [9, 'unknown_field', ''],
      [10, 'unknown_customer', 'email'],
      [11, 'invalid_text', 'userId'],
      [12, 'line_too_large', ''],
    ].map(([n, code, field]) => [n, code, field === '' ? undefined : field]),
  );
  expect(problems[1]?.message).toMatch(/^line 4, channel: .*expected one of .*email/i);
  // Nothing of an address is said back.
  expect(JSON.stringify(problems)).not.toContain('nobody@');
  expect(rig.lines.join('\n')).not.toContain('nobody@');
});

test('a JSON list is taken as well; what is neither is refused', async () => {
  const list = [line({ userId: 'list' }), line({ userId: 'list', topic: 'news' })];
  expect((await rig.call('/v1/consents/import', { body: list })).body).toMatchObject({ written: 2, refused: 0 });
  expect((await rig.call('/v1/consents/import', { body: { userId: 'x' } })).status).toBe(400);
  expect((await rig.call('/v1/consents/import', { body: 'x', headers: { 'Content-Type': 'text/csv' } })).status).toBe(
    415,
  );
  const long = Array.from({ length: 2_501 }, () => ({}));
  expect((await bring(long)).status).toBe(413);
  expect((await rig.call('/v1/consents/import', { body: long })).status).toBe(413);
});

test('a withdrawal in the file is answered once nothing of it can leave', async () => {
  const scene = await enterLetters(rig, 'leaver');
  await putTouch(rig, scene, 'reserved');
  const done = await bring([line({ userId: 'leaver', given: false })]);
  expect(done.body).toMatchObject({ written: 1, withdrawn: 1, inFlight: [] });
  expect(rig.wakes).toContainEqual(expect.objectContaining({ enrolment: scene.enrolmentNumber }));
});

test('what was exported is imported back and changes nothing, here; elsewhere it makes the same ledger', async () => {
  const scene = await enterLetters(rig, 'tour');
  const at = `/v1/customers/${scene.customer}/consents`;
  const proof = { form: 7, text: 'é "quoted"' };
  await rig.call(at, { body: { channel: 'email', given: true, wording: 'Yes', ip: '203.0.113.7', proof } });
  await rig.call(at, { body: { channel: 'call', given: true, expiresAt: '2027-01-01T00:00:00Z' } });
  await rig.call(at, { body: { channel: 'sms', given: true, mode: 'double', wording: 'SMS?' } });
  await rig.call(`/v1/customers/${scene.customer}/withdraw`, { body: { scope: { kind: 'everything' } } });
  const file = await exported();
  expect(JSON.stringify(file)).not.toContain('@');
  expect(file.at(-1)).toMatchObject({ id: scene.customer, userId: 'tour', brand: '*', channel: '*', given: false });
  const records = () => rig.db.selectFrom('consent_records').selectAll().orderBy('id').execute();
  const words = () => rig.db.selectFrom('consents').selectAll().orderBy('record').execute();
  const before = [await records(), await words()];
  expect((await bring(file)).body).toMatchObject({ written: 0, known: file.length, refused: 0, withdrawn: 0 });
  expect([await records(), await words()]).toEqual(before);

  const other = await createRig();
  try {
    const body = file.map((l) => JSON.stringify(l)).join('\n');
    const there = await other.call('/v1/consents/import', { body, headers: NDJSON });
    expect(there.body).toMatchObject({ written: file.length, refused: 0 });
    const lines = (await other.call('/v1/consents/export')).body.text as string;
    const said = (all: object[]) => all.map((l) => JSON.stringify({ ...l, id: 0, record: 0 })).sort();
    expect(
      said(
        lines
          .split('\n')
          .filter(Boolean)
          .map((l) => JSON.parse(l)),
      ),
    ).toEqual(said(file));
    const again = await other.call('/v1/consents/import', { body: lines, headers: NDJSON });
    expect(again.body).toMatchObject({ written: 0, known: file.length, refused: 0 });
  } finally {
    await other.drop();
  }
});

test('an export goes on after the last line that came, and may begin at a moment', async () => {
  const all = await exported();
  const second = all[1]!;
  expect((await exported(`?after=${second.record}`)).map((l) => l.record)).toEqual(all.slice(2).map((l) => l.record));
  rig.pass(60_000);
  const since = new Date(rig.now()).toISOString();
  await bring([line({ userId: 'late', at: '2020-01-01T00:00:00Z' })]);
  // Said long ago, written down just now.
  expect(await exported(`?since=${since}`)).toMatchObject([{ userId: 'late' }]);
  expect((await rig.call('/v1/consents/export?after=nonsense')).status).toBe(400);
});

test('an export of more than a page is whole', async () => {
  const lines = Array.from({ length: 2_300 }, (_, i) => line({ userId: `many${i % 700}`, topic: `t${i}` }));
  expect((await bring(lines)).body).toMatchObject({ written: 2_300 });
  expect((await exported()).filter((l) => String(l.userId).startsWith('many'))).toHaveLength(2_300);
});

test('of who had everything erased nothing is exported, be it a whole page', async () => {
  const before = (await exported()).length;
  const lines = Array.from({ length: 1_200 }, (_, i) => line({ userId: 'gone', topic: `t${i}` }));
  await bring(lines);
  await bring([line({ userId: 'stays' })]);
  const gone = rig.db.selectFrom('identities').select('customer').where('value', '=', 'gone');
  await rig.db.updateTable('customers').set({ erased_at: new Date() }).where('id', '=', gone).execute();
  const after = await exported();
  expect(after).toHaveLength(before + 1);
  expect(after.at(-1)).toMatchObject({ userId: 'stays' });
});
