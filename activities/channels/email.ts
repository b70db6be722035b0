/** The hands of the e-mail channel: Liquid to MIME to SMTP. */
import type { Adapter, Recipient, Rendered } from '#activities/channels/adapter.ts';
import { readMailbox } from '#activities/channels/email/address.ts';
import type { Signer } from '#activities/channels/email/dkim.ts';
import { createSkeleton } from '#activities/channels/email/message.ts';
import { instanceHash, messageId } from '#activities/channels/email/messageid.ts';
import { textOf } from '#activities/channels/email/plaintext.ts';
import { createPool, type PoolSettings } from '#activities/channels/email/pool.ts';
import { readSmtpUrl } from '#activities/channels/email/settings.ts';
import { createFiller, joined } from '#activities/channels/liquid.ts';
import { scopeOf } from '#activities/channels/scope.ts';
import type { EmailContent } from '#core/channels/email.ts';
import type { Json } from '#core/facts.ts';
import { languageFor } from '#core/language.ts';

export type EmailMessage = { from: string; to: string; domain: string; messageId: string; data: Buffer };

export type EmailOptions = Pick<
  PoolSettings,
  'connections' | 'rate' | 'domainRate' | 'monotonic' | 'timeout' | 'startWithin' | 'backoff'
> & {
  /** SMTP_URL. */
  url: string;
  /** `Name <address>` or an address. */
  from: string;
  /** Right side of the Message-IDs. */
  domain: string;
  /** The instance stamp: keeps the Message-IDs of copies apart. */
  instance: string;
  /** `list`: the mail's List-Id, where it has one. */
  unsubscribeUrl(customer: number, brand: string, list?: string): string;
  /** The page where customers say what they want to get. */
  preferencesUrl?(customer: number, brand: string): string;
  /** The page that confirms a double opt-in; `record`: as the event that asked for it names it. */
  confirmUrl?(customer: number, record: string): string;
  /** An address that takes unsubscriptions by mail, for clients that know no better. */
  unsubscribeMailto?: string | undefined;
  /** Absent: mails leave unsigned. */
  signer?: Signer | undefined;
  brandName?(brand: string): string;
};

export function createEmail(options: EmailOptions): Adapter<EmailContent, EmailMessage> {
  const sender = readSender(options.from);
  const hash = instanceHash(options.instance);
  const pool = createPool({ ...options, smtp: readSmtpUrl(options.url) });

  return {
    channel: 'email',
    // A worker that dies leaves at most so many unknown for each burst it was handing over.
    chunk: options.connections,
    repeatable: false,

    prepare(content) {
      const own = fillerOf(content);
      const others = Object.entries(content.languages ?? {}).map(([name, words]) => [name, fillerOf(words)] as const);
      const fillers = new Map(content.language === undefined ? others : [...others, [content.language, own] as const]);
      const languages = [...fillers.keys()];
      const fillerFor = ({ facts }: Recipient) =>
        (languages.length > 0 && fillers.get(languageFor(facts.locale, languages) ?? '')) || own;
      const skeletons = new Map<string, ReturnType<typeof createSkeleton>>();
      const skeletonOf = (to: Recipient) => {
        const key = `${to.brand}\n${to.chain}\n${to.class}\n${to.step}`;
        let skeleton = skeletons.get(key);
        if (skeleton === undefined) {
          skeleton = createSkeleton({
            from: { name: content.fromName ?? sender.name, address: sender.address },
            replyTo: content.replyTo,
            listId: content.listId,
            feedbackId: [`c${to.chain}s${to.step}`, to.class, to.brand.replace(/[^\w.-]/g, '_'), hash].join(':'),
          });
          skeletons.set(key, skeleton);
        }
        return skeleton;
      };

      return {
        render(to: Recipient): Rendered<EmailMessage> {
          const mailbox = to.address === null ? null : readMailbox(to.address);
          if (mailbox === null) return { kind: 'invalid', reason: 'the customer’s e-mail address is not one' };
          const subscribed = to.class !== 'service';
          const { filler, asksUrl, asksPreferences, asksConfirm } = fillerFor(to);
          const url = subscribed || asksUrl ? options.unsubscribeUrl(to.customer, to.brand, content.listId) : undefined;
          const filled = filler.fill(
            scopeOf(to, {
              ...(options.brandName ? { brandName: options.brandName(to.brand) } : {}),
              ...(url === undefined ? {} : { unsubscribeUrl: url }),
              ...(asksPreferences && options.preferencesUrl
                ? { preferencesUrl: options.preferencesUrl(to.customer, to.brand) }
                : {}),
              ...(asksConfirm ? confirmOf(to, options) : {}),
            }),
          );
          if (filled.kind !== 'ready') return filled;
          const id = messageId(to, hash, options.domain);
          const data = skeletonOf(to).fill({
            to: { name: nameOf(to.facts.traits), address: mailbox.address },
            subject: joined(filled.parts.subject),
            messageId: id,
            date: to.now,
            unsubscribeUrl: subscribed ? url : undefined,
            unsubscribeMailto: options.unsubscribeMailto,
            text: filled.parts.text,
            html: filled.parts.html,
          });
          return {
            kind: 'ready',
            message: { from: sender.address, to: mailbox.address, domain: mailbox.domain, messageId: id, data },
          };
        },
      };
    },

    async handOver(messages) {
      const { signer } = options;
      if (!signer) return pool.handOver(messages);
      return pool.handOver(await Promise.all(messages.map(async (m) => ({ ...m, data: await signer.sign(m.data) }))));
    },
    close: () => pool.close(),
  };
}

/** The words of one language, parsed. */
export function fillerOf(words: Omit<EmailContent, 'languages'>) {
  const filler = createFiller(
    {
      subject: { source: words.subject, html: false },
      html: { source: withPreheader(words.html, words.preheader), html: true },
      text: { source: words.text?.trim() ? words.text : textOf(words.html), html: false },
    },
    words.defaults,
  );
  return {
    filler,
    asksUrl: filler.variables.includes('unsubscribe_url'),
    asksPreferences: filler.variables.includes('preferences_url'),
    asksConfirm: filler.variables.includes('confirm_url'),
  };
}

/** Of a chain that another event set off there is nothing to confirm: its mail waits for a person. */
function confirmOf(to: Recipient, { confirmUrl }: EmailOptions): { confirmUrl?: string } {
  const { record } = to.facts.entry.properties;
  return confirmUrl && typeof record === 'string' ? { confirmUrl: confirmUrl(to.customer, record) } : {};
}

/** Shown beside the subject in the list of mails, hidden in the mail. */
function withPreheader(html: string, preheader: string | undefined): string {
  if (!preheader?.trim()) return html;
  const hidden = `<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all">${preheader}</div>`;
  const body = /<body\b[^>]*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return html.slice(0, at) + hidden + html.slice(at);
}

function readSender(from: string): { name: string; address: string } {
  const match = /^\s*(?:"?([^"<]*?)"?\s*)?<([^<>]+)>\s*$/.exec(from);
  const mailbox = readMailbox(match ? match[2]! : from);
  if (mailbox === null)
    throw new Error(`the sender of e-mails: expected "Name <address>" or an address, got ${JSON.stringify(from)}`);
  return { name: match?.[1]?.trim() ?? '', address: mailbox.address };
}

function nameOf(traits: Record<string, Json>): string {
  const word = (value: Json | undefined) => (typeof value === 'string' ? value.trim() : '');
  const first = word(traits.first_name) || word(traits.firstName);
  const last = word(traits.last_name) || word(traits.lastName);
  return [first, last].filter(Boolean).join(' ') || word(traits.name);
}
