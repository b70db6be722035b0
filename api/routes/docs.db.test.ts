import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRig, type Rig } from '#api/testing/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.drop());

type Operation = { summary?: string; tags?: string[]; responses: Record<string, { content?: object }> };

/** What answers something else than JSON. */
const GIVES: Record<string, string> = { '/v1/consents/export': 'application/x-ndjson', '/i/{id}': 'image/*' };

test('the OpenAPI document is whole: every reference leads somewhere, every route says what it answers', async () => {
  const { body } = await rig.call('/v1/openapi.json', { key: null });
  expect(body.openapi).toBe('3.1.0');
  const { schemas } = body.components as { schemas: Record<string, object> };
  const refs = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((m) => m[1]!);
  expect(refs.length).toBeGreaterThan(10);
  for (const name of refs) expect(schemas, name).toHaveProperty(name);
  for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
    for (const operation of Object.values(methods)) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.tags, path).toHaveLength(1);
      expect(Object.values(operation.responses)[0]?.content, path).toHaveProperty([GIVES[path] ?? 'application/json']);
      expect(operation.responses, path).toHaveProperty('4XX');
    }
  }
});

test('the readable page shows every route, and fetches nothing from elsewhere', async () => {
  const { body } = await rig.call('/v1/openapi.json', { key: null });
  const page = await rig.app.request('/docs');
  const text = await page.text();
  for (const path of Object.keys(body.paths as object)) expect(text).toContain(`<code>${path}</code>`);
  expect(text).not.toMatch(/<script|<link|src=|@import|url\(/);
  expect(text).not.toContain('undefined');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});
