/**
 * The floors: what the mail library does without any engine, so many connections, one process, to the sink in another.
 * By hand: node --import tsx bench/floors.ts [mails]
 */
import { pathToFileURL } from 'node:url';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Recipient } from '#activities/channels/adapter.ts';
import { createEmail } from '#activities/channels/email.ts';
import { spawnSink } from '#bench/sink.ts';

export type Floor = {
  name: 'pool' | 'pool_raw' | 'connection' | 'channel';
  mails: number;
  perSecond: number;
  /** CPU seconds of the sender per 1,000 mails. */
  cpuPer1000: number;
  /** At the end of the run. */
  rssMb: number;
};

export type FloorOptions = { sinkUrl: string; mails: number; connections?: number };

const FROM = 'Jalon <hello@jalon.example>';
const SUBJECT = 'Merci de votre achat, {{ profile.first_name }}';
const LINE =
  '<p>Merci de votre confiance : voici une ligne de texte ordinaire, avec des accents, qui remplit la page.</p>\n';
/** About 4 KB, half a dozen variables: the mail of the benchmark's chain. */
export const TEMPLATE = `<!doctype html><html><head><meta charset="utf-8"><title>Merci</title></head><body style="font-family:sans-serif">
<h1>Bonjour {{ profile.first_name }} {{ profile.last_name | default: '' }},</h1>
<p>Votre commande n° {{ entry.order_id }} ({{ entry.total }} €) est confirmée.</p>
{% if profile.vip %}<p>Merci d’être de nos meilleurs clients.</p>{% endif %}
${LINE.repeat(32)}
<p><a href="https://shop.example/orders/{{ entry.order_id }}">Suivre ma commande</a> · <a href="{{ unsubscribe_url }}">Se désabonner</a></p>
</body></html>`;

/** The library's ways, and last our own channel's whole way from template to answer. */
export async function measureFloors(options: FloorOptions): Promise<Floor[]> {
  const floors: Floor[] = [];
  for (const measure of [measurePool, measureRaw, measureConnection, measureChannel]) {
    // The first tenth warms the code up and opens the connections.
    await measure({ ...options, mails: Math.ceil(options.mails / 10) });
    floors.push(await measure(options));
  }
  return floors;
}

/** Two of them, quickly, for somebody who measures something else beside: the machine's speed is not the same for long. */
export async function measureBeside(sinkUrl: string): Promise<{ pool: number; connection: number }> {
  const [pool, connection] = [
    await measurePool({ sinkUrl, mails: 2_000 }),
    await measureConnection({ sinkUrl, mails: 10_000 }),
  ];
  return { pool: pool.perSecond, connection: connection.perSecond };
}

function mailOf(index: number) {
  const words: Record<string, string> = {
    'profile.first_name': `Zoé ${index}`,
    "profile.last_name | default: ''": 'Martin',
    'entry.order_id': `A-${index}`,
    'entry.total': '49.90',
    unsubscribe_url: `https://jalon.example/u/token-${index}`,
  };
  const fill = (text: string) =>
    text.replace(/\{%[^%]*%\}/g, '').replace(/\{\{ (.*?) \}\}/g, (_, name: string) => words[name] ?? '');
  return {
    from: FROM,
    to: `customer${index}@shop.example`,
    subject: fill(SUBJECT),
    html: fill(TEMPLATE),
    text: fill(TEMPLATE).replace(/<[^>]*>/g, ''),
  };
}

async function measurePool({ sinkUrl, mails, connections = 20 }: FloorOptions): Promise<Floor> {
  const transport = createTransport({
    ...hostOf(sinkUrl),
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const floor = await timed('pool', mails, () =>
    atOnce(mails, connections * 5, (index) => transport.sendMail(mailOf(index))),
  );
  transport.close();
  return floor;
}

async function measureRaw({ sinkUrl, mails, connections = 20 }: FloorOptions): Promise<Floor> {
  const transport = createTransport({
    ...hostOf(sinkUrl),
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const raw = await new MailComposer(mailOf(1)).compile().build();
  const floor = await timed('pool_raw', mails, () =>
    atOnce(mails, connections * 5, (index) =>
      transport.sendMail({ raw, envelope: { from: 'hello@jalon.example', to: `customer${index}@shop.example` } }),
    ),
  );
  transport.close();
  return floor;
}

async function measureConnection({ sinkUrl, mails, connections = 20 }: FloorOptions): Promise<Floor> {
  const raw = await new MailComposer(mailOf(1)).compile().build();
  const open = await Promise.all(
    Array.from({ length: connections }, () => {
      const connection = new SMTPConnection(hostOf(sinkUrl));
      return new Promise<SMTPConnection>((resolve, reject) =>
        connection.connect((error) => (error ? reject(error) : resolve(connection))),
      );
    }),
  );
  let next = 0;
  const floor = await timed('connection', mails, () =>
    Promise.all(
      open.map(async (connection) => {
        while (next < mails) {
          const to = `customer${next++}@shop.example`;
          await new Promise<void>((resolve, reject) =>
            connection.send({ from: 'hello@jalon.example', to }, raw, (error) => (error ? reject(error) : resolve())),
          );
        }
      }),
    ),
  );
  for (const connection of open) connection.quit();
  return floor;
}

async function measureChannel({ sinkUrl, mails, connections = 20 }: FloorOptions): Promise<Floor> {
  const email = createEmail({
    url: sinkUrl,
    connections,
    from: FROM,
    domain: 'jalon.example',
    instance: 'bench',
    unsubscribeUrl: (customer) => `https://jalon.example/u/token-${customer}`,
    monotonic: () => performance.now(),
  });
  const template = email.prepare({ subject: SUBJECT, html: TEMPLATE });
  const chunks = Math.ceil(mails / email.chunk);
  const floor = await timed('channel', mails, () =>
    atOnce(chunks, 4, async (chunk) => {
      const messages = [];
      for (let index = chunk * email.chunk; index < Math.min(mails, (chunk + 1) * email.chunk); index += 1) {
        const rendered = template.render(recipient(index));
        if (rendered.kind !== 'ready')
          throw new Error(`the benchmark's own mail cannot be rendered: ${JSON.stringify(rendered)}`);
        messages.push(rendered.message);
      }
      for (const answer of await email.handOver(messages))
        if (answer.kind !== 'handed') throw new Error(`the sink: ${answer.response}`);
    }),
  );
  await email.close();
  return floor;
}

function recipient(index: number): Recipient {
  return {
    ...{ month: '2026-11-01', enrolment: index, step: 1, visit: 1, customer: index, chain: 1 },
    class: 'commercial',
    brand: 'default',
    address: `customer${index}@shop.example`,
    facts: {
      customer: index,
      zone: 'Europe/Paris',
      country: 'FR',
      locale: 'fr',
      traits: { first_name: `Zoé ${index}`, last_name: 'Martin' },
      entry: { at: 0, key: '', properties: { order_id: `A-${index}`, total: '49.90' } },
      params: {},
      touches: [],
      seen: [],
    },
    due: 0,
    validUntil: null,
    now: 1_800_000_000_000,
  };
}

/** `width` of them under way at a time. */
async function atOnce(count: number, width: number, one: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) await one(next++);
    }),
  );
}

async function timed(name: Floor['name'], mails: number, run: () => Promise<unknown>): Promise<Floor> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    name,
    mails,
    perSecond: mails / seconds,
    cpuPer1000: (user + system) / 1e3 / mails,
    rssMb: process.memoryUsage().rss / 2 ** 20,
  };
}

function hostOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sink = await spawnSink();
  const floors = await measureFloors({ sinkUrl: sink.url, mails: Number(process.argv[2] ?? 10_000) });
  console.table(
    floors.map(({ name, mails, perSecond, cpuPer1000, rssMb }) => ({
      name,
      mails,
      'mails/s': Math.round(perSecond),
      'CPU s per 1,000': Number(cpuPer1000.toFixed(3)),
      'RSS MB': Math.round(rssMb),
    })),
  );
  await sink.stop();
}
