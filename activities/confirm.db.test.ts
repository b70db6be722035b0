/** Double opt-in all the way: asked for, mailed by a chain, confirmed by the link, told to the next chain. */
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmail } from '#activities/channels/email.ts';
import { createApi } from '#api/app.ts';
import { BODY_LIMITS, RATE_LIMITS } from '#api/deps.ts';
import { idOf } from '#api/ids.ts';
import { email, line } from '#setup/testing/graphs.ts';
import { createRig, type Rig } from '#setup/testing/rig.ts';
import { type Sink, startSink } from '#setup/testing/sink.ts';
import { createKey } from '#store/keys.ts';
import { loadSecret, signConfirming } from '#store/token.ts';

let rig: Rig;
let sink: Sink;
beforeAll(async () => {
  [rig, sink] = await Promise.all([createRig(), startSink({ keepRaw: 10 })]);
});
afterAll(() => Promise.all([rig.drop(), sink.stop()]));

test('a service chain mails the link, its button confirms, and a chain that waits for it begins', async () => {
  const { db, clock, intake, signaller } = rig;
  const secret = await loadSecret(db);
  const api = createApi({
    ...{ db, clock, intake, signaller, secret, log: pino({ level: 'silent' }), ready: async () => true },
    config: { baseUrl: 'https://jalon.example', bodyLimits: BODY_LIMITS, rateLimits: RATE_LIMITS },
  });
  const { token } = await createKey(db, clock.now(), { name: 'shop', scopes: ['customers:write'] });
  const content = { subject: 'Please confirm', html: '<a href="{{ confirm_url }}">I confirm</a>' };
  const asking = await rig.publish(line('Consent Requested', [email('ask', { class: 'service', content })]));
  const welcome = await rig.publish(line('Consent Given', [email('hello')], { name: 'Welcome' }));
  const customer = (await rig.take(rig.call('zoe', { name: 'Seen' })))[0]!.customer;

  const asked = await api.request(`/v1/customers/${idOf('customer', customer)}/consents`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ channel: 'email', topic: 'news', given: true, mode: 'double' }),
  });
  expect(asked.status).toBe(201);
  const waiting = await db.selectFrom('enrolments').select(['id', 'version', 'entry']).execute();
  expect(waiting.map((e) => e.version)).toEqual([asking.version]);
  // Nothing in what chains and Temporal get to see names the person.
  expect(JSON.stringify(waiting)).not.toContain('zoe');
  const hands = createEmail({
    ...{ url: sink.url, connections: 2, from: 'shop@jalon.example', domain: 'jalon.example', instance: 'test' },
    monotonic: () => performance.now(),
    unsubscribeUrl: () => 'https://jalon.example/u/x',
    confirmUrl: (of, record) => `https://jalon.example/c/${signConfirming(secret, { customer: of, record })}`,
  });
  await rig.deliver([waiting[0]!.id], { deps: { adapters: { email: hands } } });
  await hands.close();
  const mail = sink.raw().at(-1)!.toString().replaceAll('=\r\n', '');
  const path = /https:\/\/jalon\.example(\/c\/[\w.-]+)/.exec(mail)?.[1];
  expect(path, mail).toBeDefined();

  expect((await api.request(path!, { method: 'POST' })).status).toBe(200);
  expect(await db.selectFrom('consents').select(['channel', 'topic', 'given']).execute()).toEqual([
    { channel: 'email', topic: 'news', given: true },
  ]);
  const begun = await db.selectFrom('enrolments').select('customer').where('version', '=', welcome.version).execute();
  expect(begun).toEqual([{ customer }]);
});
