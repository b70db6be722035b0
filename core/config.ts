/** The settings of a process, read from its environment. Every bad value is a problem that names the variable. */
import type { Problem } from '#core/problem.ts';

export type Sending = 'live' | 'allowlist' | 'off';
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Config = {
  database: { url: string };
  temporal: {
    address: string;
    namespace: string;
    /** Paths of PEM files, where given; null: in the clear. */
    tls: { cert: string | null; key: string | null; ca: string | null } | null;
    apiKey: string | null;
    taskQueue: string;
  };
  smtp: {
    url: string;
    /** Somebody said that it only catches: nothing leaves for real people. */
    catcher: boolean;
    connections: number;
    /** Mails per second, in all; null: as fast as the server takes them. */
    rate: number | null;
    /** Mails per second to one recipient domain; `*` is each domain not named. */
    domainRates: Record<string, number>;
  };
  mail: {
    from: string;
    /** The right-hand side of Message-ID. */
    domain: string;
    /** Whose signature mails carry; `key` is PEM, `keyFile` the path of one. null: they leave unsigned. */
    dkim: { domain: string; selector: string; key: string | null; keyFile: string | null } | null;
    /** Takes unsubscriptions by mail. */
    unsubscribeMailto: string | null;
  };
  sending: { mode: Sending /** Lower case: addresses, or `@domain`. */; allow: string[] };
  /** `origin`: the domain time (ms) of the very first start; null: the wall's. */
  clock: { speed: number; origin: number | null };
  /** A database whose stamp is another's does not send. */
  instance: string;
  http: { host: string; port: number; baseUrl: string };
  /** Whether the API's process serves the editor's pages too. */
  editor: boolean;
  /** 0: a free one. */
  metricsPort: number;
  /** Activities a worker runs at once. */
  bursts: number;
  logLevel: LogLevel;
  dataDir: string | null;
  eventRetentionDays: number;
  decisionRetentionDays: number;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const SENDING = ['live', 'allowlist', 'off'] as const;

export function readConfig(env: Environment): { config: Config } | { problems: Problem[] } {
  const read = reader(env);
  const database = url(read, 'DATABASE_URL', ['postgres', 'postgresql'], 'postgres://user:password@host:5432/jalon');
  const smtpUrl = url(read, 'SMTP_URL', ['smtp', 'smtps'], 'smtp://user:password@host:587');
  const catcher = read.choice('SMTP_CATCHER', ['yes', 'no'], 'no') === 'yes';
  const speed = read.number('CLOCK_SPEED', { from: 0.001, to: 1_000_000 }, 1);
  if (speed !== 1 && !catcher) {
    read.problem(
      'CLOCK_SPEED',
      `CLOCK_SPEED is ${speed}, and SMTP_URL is not a mail catcher: a clock that runs at another speed than 1 would mail real people at the wrong times. Take CLOCK_SPEED=1, or a catcher.`,
    );
  }
  const host = read.text('HOST', '127.0.0.1');
  const port = read.whole('PORT', { from: 0, to: 65_535 }, 3000);
  const mail = readMail(read);
  const config: Config = {
    database: { url: database },
    temporal: readTemporal(read),
    smtp: {
      url: smtpUrl,
      catcher,
      connections: read.whole('SMTP_CONNECTIONS', { from: 1, to: 500 }, 20),
      rate: read.number('SMTP_RATE', { from: 0.001, to: 1_000_000 }, null),
      domainRates: readRates(read),
    },
    mail,
    sending: readSending(read, catcher),
    clock: { speed, origin: readOrigin(read) },
    instance: read.text('INSTANCE', databaseName(database)),
    http: {
      host,
      port,
      baseUrl: read.has('BASE_URL')
        ? url(read, 'BASE_URL', ['http', 'https'], 'https://jalon.example.com').replace(/\/+$/, '')
        : `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`,
    },
    editor: read.choice('WEB_EDITOR', ['on', 'off'], 'on') === 'on',
    metricsPort: read.whole('METRICS_PORT', { from: 0, to: 65_535 }, 9464),
    bursts: read.whole('WORKER_BURSTS', { from: 1, to: 100 }, 4),
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    dataDir: read.text('DATA_DIR', null),
    eventRetentionDays: read.whole('EVENT_RETENTION_DAYS', { from: 1, to: 36_500 }, 730),
    decisionRetentionDays: read.whole('DECISION_RETENTION_DAYS', { from: 31, to: 36_500 }, 400),
  };
  return read.problems.length > 0 ? { problems: read.problems } : { config };
}

function readTemporal(read: Reader): Config['temporal'] {
  const address = read.text('TEMPORAL_ADDRESS', '');
  if (!/^[\w.-]+:\d{1,5}$/.test(address)) {
    read.expected('TEMPORAL_ADDRESS', 'the host and port of a Temporal server, like 127.0.0.1:7233', 'plain');
  }
  const apiKey = read.text('TEMPORAL_API_KEY', null);
  const cert = read.text('TEMPORAL_TLS_CERT', null);
  const key = read.text('TEMPORAL_TLS_KEY', null);
  const ca = read.text('TEMPORAL_TLS_CA', null);
  if ((cert === null) !== (key === null)) {
    read.problem(
      cert === null ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY',
      'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: only one of them is set. Set both, or neither.',
    );
  }
  const wanted = apiKey !== null || cert !== null || ca !== null;
  const tls = read.choice('TEMPORAL_TLS', ['yes', 'no'], wanted ? 'yes' : 'no') === 'yes';
  return {
    address,
    namespace: read.text('TEMPORAL_NAMESPACE', 'default'),
    tls: tls ? { cert, key, ca } : null,
    apiKey,
    taskQueue: read.text('TASK_QUEUE', 'jalon'),
  };
}

function readMail(read: Reader): Config['mail'] {
  const from = read.text('MAIL_FROM', 'Jalon <jalon@localhost>');
  const domain = /^(?:[^<>]*<[^<>@\s]+@([\w.-]+)>|[^<>@\s]+@([\w.-]+))$/.exec(from);
  if (!domain) read.expected('MAIL_FROM', 'an address, like "The shop <news@shop.example>"', 'plain');
  const mailto = read.text('UNSUBSCRIBE_MAILTO', null);
  if (mailto !== null && !/^[^\s<>?@]+@[\w.-]+$/.test(mailto))
    read.expected('UNSUBSCRIBE_MAILTO', 'an address, like unsubscribe@shop.example', 'plain');
  return {
    from,
    domain: read.text('MAIL_DOMAIN', domain?.[1] ?? domain?.[2] ?? 'localhost'),
    dkim: readDkim(read),
    unsubscribeMailto: mailto,
  };
}

function readDkim(read: Reader): Config['mail']['dkim'] {
  const [domain, selector] = [read.text('DKIM_DOMAIN', null), read.text('DKIM_SELECTOR', null)];
  const [key, keyFile] = [read.text('DKIM_KEY', null), read.text('DKIM_KEY_FILE', null)];
  if (domain === null && selector === null && key === null && keyFile === null) return null;
  const name = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i;
  if (!name.test(domain ?? '')) read.expected('DKIM_DOMAIN', 'the domain that signs, like shop.example', 'plain');
  if (!name.test(selector ?? ''))
    read.expected('DKIM_SELECTOR', 'the name its key is published under, like s1', 'plain');
  if ((key === null) === (keyFile === null)) {
    read.problem(
      'DKIM_KEY',
      'Mails are to be signed: set either DKIM_KEY (a private key in PEM) or DKIM_KEY_FILE (its path), and not both.',
    );
  }
  return { domain: domain ?? '', selector: selector ?? '', key, keyFile };
}

function readSending(read: Reader, catcher: boolean): Config['sending'] {
  const mode = read.choice('SENDING', SENDING, catcher ? 'live' : 'off');
  const allow = read
    .text('SEND_ALLOWLIST', '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean);
  if (!allow.every((entry) => /^[^@\s]*@[\w.-]+$/.test(entry))) {
    read.expected('SEND_ALLOWLIST', 'addresses or @domains separated by commas', 'plain');
  }
  if (mode === 'allowlist' && allow.length === 0) {
    read.problem(
      'SEND_ALLOWLIST',
      'SENDING is allowlist, and SEND_ALLOWLIST names nobody: set it to addresses or @domains separated by commas.',
    );
  }
  return { mode, allow };
}

function readRates(read: Reader): Record<string, number> {
  const entries = read
    .text('SMTP_DOMAIN_RATE', '')
    .split(',')
    .filter((entry) => entry.trim() !== '');
  const rates = entries.map((entry) => /^\s*(?:(\*|[\w.-]+)=)?(\d+(?:\.\d+)?)\s*$/.exec(entry));
  if (!rates.every((rate) => rate !== null && Number(rate[2]) > 0)) {
    read.expected(
      'SMTP_DOMAIN_RATE',
      'mails per second to each recipient domain, like 5, or like "*=5,example.com=20"',
      'plain',
    );
    return {};
  }
  return Object.fromEntries(rates.map((rate) => [(rate?.[1] ?? '*').toLowerCase(), Number(rate?.[2])]));
}

function readOrigin(read: Reader): number | null {
  const text = read.text('CLOCK_ORIGIN', null);
  if (text === null) return null;
  const origin = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(origin)) {
    read.expected('CLOCK_ORIGIN', 'a date, like 1997-01-01 or 1997-01-01T08:00:00Z', 'plain');
    return null;
  }
  return origin;
}

/** host:port/name of a database's URL: what tells two installations apart, and holds no secret. */
function databaseName(text: string): string {
  const parts = /^\w+:\/\/(?:[^@/]*@)?([^/?]*)(\/[^?]*)?/.exec(text);
  const host = parts?.[1] || 'localhost';
  return `${/:\d+$/.test(host) ? host : `${host}:5432`}${parts?.[2] ?? ''}`;
}

function url(read: Reader, name: string, schemes: readonly string[], example: string): string {
  const text = read.text(name, '');
  const scheme = /^([a-z]+):\/\/[^\s/?#]+/.exec(text)?.[1];
  if (scheme === undefined || !schemes.includes(scheme)) read.expected(name, `an address like ${example}`, 'secret');
  return text;
}

type Range = { from: number; to: number };
type Reader = ReturnType<typeof reader>;

function reader(env: Environment) {
  const problems: Problem[] = [];
  const value = (name: string) => env[name]?.trim() || undefined;

  function problem(field: string, message: string): void {
    problems.push({ code: 'bad_setting', field, message });
  }

  /** `secret`: the value may hold a password, and is not repeated. */
  function expected(name: string, what: string, kind: 'plain' | 'secret'): void {
    const got = value(name);
    const shown = kind === 'plain' ? `"${got}"` : 'something else';
    problem(
      name,
      got === undefined ? `${name} is not set: it must be ${what}.` : `${name} must be ${what}; got ${shown}.`,
    );
  }

  function text<F extends string | null>(name: string, fallback: F): string | F {
    return value(name) ?? fallback;
  }

  function choice<C extends string>(name: string, choices: readonly C[], fallback: C): C {
    const got = value(name);
    if (got === undefined) return fallback;
    const found = choices.find((option) => option === got);
    if (found === undefined) expected(name, `one of ${choices.join(', ')}`, 'plain');
    return found ?? fallback;
  }

  function number<F extends number | null>(name: string, { from, to }: Range, fallback: F): number | F {
    const got = value(name);
    if (got === undefined) return fallback;
    const parsed = /^\d+(\.\d+)?$/.test(got) ? Number(got) : Number.NaN;
    if (parsed >= from && parsed <= to) return parsed;
    expected(name, `a number from ${from} to ${to}`, 'plain');
    return fallback;
  }

  function whole(name: string, range: Range, fallback: number): number {
    const got = number(name, range, fallback);
    if (Number.isInteger(got)) return got;
    expected(name, `a whole number from ${range.from} to ${range.to}`, 'plain');
    return fallback;
  }

  return { problems, problem, expected, text, choice, number, whole, has: (name: string) => value(name) !== undefined };
}
