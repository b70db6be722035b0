import { expect, test } from 'vitest';
import { type Environment, readConfig } from '#core/config.ts';

const base = {
  DATABASE_URL: 'postgres://me:secret@db.internal/shop',
  TEMPORAL_ADDRESS: 'temporal:7233',
  SMTP_URL: 'smtp://me:secret@mail.shop.example:587',
};

function good(env: Environment) {
  const read = readConfig({ ...base, ...env });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.config;
}

function bad(env: Environment): string[] {
  const read = readConfig({ ...base, ...env });
  return 'problems' in read ? read.problems.map(({ message }) => message) : [];
}

test('a server of one’s own sends nothing until somebody says so', () => {
  expect(good({}).sending.mode).toBe('off');
  expect(good({ SENDING: 'live' }).sending.mode).toBe('live');
});

test('a catcher may get everything', () => {
  expect(good({ SMTP_CATCHER: 'yes' }).sending.mode).toBe('live');
});

test('a fast clock starts with a catcher only', () => {
  expect(bad({ CLOCK_SPEED: '17280' })[0]).toMatch(/^CLOCK_SPEED is 17280, and SMTP_URL is not a mail catcher/);
  expect(good({ CLOCK_SPEED: '17280', SMTP_CATCHER: 'yes' }).clock.speed).toBe(17280);
});

test('an allowlist that names nobody is a mistake', () => {
  expect(bad({ SENDING: 'allowlist' })).toHaveLength(1);
  expect(good({ SENDING: 'allowlist', SEND_ALLOWLIST: 'Ann@Shop.example, @test.example' }).sending.allow).toEqual([
    'ann@shop.example',
    '@test.example',
  ]);
});

test('the stamp names the database without its password', () => {
  expect(good({}).instance).toBe('db.internal:5432/shop');
  expect(good({ DATABASE_URL: 'postgresql://db:6543/shop?sslmode=require' }).instance).toBe('db:6543/shop');
  expect(good({ INSTANCE: 'blue' }).instance).toBe('blue');
});

test('every bad value is said at once, with what was expected and what was got', () => {
  const env = {
    PORT: '80000',
    SMTP_CONNECTIONS: '2.5',
    SENDING: 'yes',
    LOG_LEVEL: 'loud',
    TEMPORAL_ADDRESS: 'http://x',
  };
  expect(bad(env).sort()).toEqual([
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent; got "loud".',
    'PORT must be a number from 0 to 65535; got "80000".',
    'SENDING must be one of live, allowlist, off; got "yes".',
    'SMTP_CONNECTIONS must be a whole number from 1 to 500; got "2.5".',
    'TEMPORAL_ADDRESS must be the host and port of a Temporal server, like 127.0.0.1:7233; got "http://x".',
  ]);
});

test('what is missing is said, and a password is never repeated', () => {
  const read = readConfig({ DATABASE_URL: 'mysql://me:secret@db/shop' });
  const text = JSON.stringify(read);
  expect(text).toContain('SMTP_URL is not set');
  expect(text).toContain('TEMPORAL_ADDRESS is not set');
  expect(text).toContain('DATABASE_URL must be');
  expect(text).not.toContain('secret@');
});

test('Temporal Cloud needs an address, a namespace and a key, and is spoken to under TLS', () => {
  const { temporal } = good({ TEMPORAL_API_KEY: 'k', TEMPORAL_NAMESPACE: 'shop.a1b2c' });
  expect(temporal).toMatchObject({ namespace: 'shop.a1b2c', apiKey: 'k', tls: { cert: null, key: null, ca: null } });
  expect(bad({ TEMPORAL_TLS_CERT: '/run/cert.pem' })[0]).toContain('belong together');
});

test('rates are for all domains or for those named', () => {
  expect(good({ SMTP_DOMAIN_RATE: '5' }).smtp.domainRates).toEqual({ '*': 5 });
  expect(good({ SMTP_DOMAIN_RATE: '*=5, Mail.example=20' }).smtp.domainRates).toEqual({ '*': 5, 'mail.example': 20 });
  expect(bad({ SMTP_DOMAIN_RATE: 'fast' })).toHaveLength(1);
});

test('the domain of Message-IDs is the sender’s', () => {
  expect(good({ MAIL_FROM: 'The shop <news@shop.example>' }).mail.domain).toBe('shop.example');
  expect(good({ MAIL_FROM: 'news@shop.example', MAIL_DOMAIN: 'id.example' }).mail.domain).toBe('id.example');
  expect(bad({ MAIL_FROM: 'the shop' })).toHaveLength(1);
});

test('a clock may begin in another century', () => {
  expect(good({ CLOCK_ORIGIN: '1997-01-01' }).clock.origin).toBe(Date.UTC(1997, 0, 1));
  expect(bad({ CLOCK_ORIGIN: 'yesterday' })).toHaveLength(1);
});

test('a signature needs its domain, its selector and one key', () => {
  const whole = { DKIM_DOMAIN: 'shop.example', DKIM_SELECTOR: 's1', DKIM_KEY_FILE: '/run/dkim.pem' };
  expect(good({}).mail.dkim).toBeNull();
  expect(good(whole).mail.dkim).toEqual({
    domain: 'shop.example',
    selector: 's1',
    key: null,
    keyFile: '/run/dkim.pem',
  });
  for (const name of Object.keys(whole)) expect(bad({ ...whole, [name]: '' }), name).toHaveLength(1);
  expect(bad({ ...whole, DKIM_KEY: 'pem' })).toHaveLength(1);
  expect(bad({ ...whole, DKIM_SELECTOR: 's1; d=bad.example' })).toHaveLength(1);
  expect(good({ UNSUBSCRIBE_MAILTO: 'stop@shop.example' }).mail.unsubscribeMailto).toBe('stop@shop.example');
  expect(bad({ UNSUBSCRIBE_MAILTO: 'stop>@shop.example' })).toHaveLength(1);
});

test('what a shell calls its EDITOR is not ours: it does not keep anybody from starting', () => {
  expect(good({ EDITOR: 'vi' }).editor).toBe(true);
  expect(good({ EDITOR: 'vi', WEB_EDITOR: 'off' }).editor).toBe(false);
});
