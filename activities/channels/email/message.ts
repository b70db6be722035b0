/**
 * Mails as bytes. The tree of a mail is the same for every mail of a template: the library composes its headers once,
 * and what differs is written into the gaps.
 */
import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs';
import { quotedSize, writeQuotedText } from '#activities/channels/email/quoted.ts';
import { lengthOf, type Piece } from '#activities/channels/liquid.ts';

export type Fixed = {
  from: { name: string; address: string };
  replyTo?: string | undefined;
  listId?: string | undefined;
  /** Gmail's aggregate of complaints: up to three fields and the sender. */
  feedbackId: string;
};

export type Filling = {
  to: { name: string; address: string };
  subject: string;
  messageId: string;
  /** Ms. */
  date: number;
  /** Absent for service mails: what is owed cannot be unsubscribed from. */
  unsubscribeUrl?: string | undefined;
  /** An address that takes unsubscriptions by mail; the link's token is the subject. */
  unsubscribeMailto?: string | undefined;
  text: readonly Piece[];
  html: readonly Piece[];
};

/** `=_` is never a part of quoted-printable text, so the boundary cannot occur in a body. */
const BOUNDARY = '=_jalon_=';

export type Skeleton = { fill(filling: Filling): Buffer };

export function createSkeleton(fixed: Fixed): Skeleton {
  const root = new MailComposer({
    from: { name: oneLine(fixed.from.name), address: fixed.from.address },
    ...(fixed.replyTo ? { replyTo: oneLine(fixed.replyTo) } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Feedback-ID': oneLine(fixed.feedbackId),
      ...(fixed.listId ? { 'List-Id': `<${oneLine(fixed.listId).replace(/[<>]/g, '')}>` } : {}),
    },
    // Not ASCII, so that the parts declare UTF-8.
    text: 'é',
    html: 'é',
    encoding: 'quoted-printable',
    textEncoding: 'quoted-printable',
  }).compile();
  root.setHeader('Content-Type', `multipart/alternative; boundary="${BOUNDARY}"`);
  const own = root
    .buildHeaders()
    .split(/\r\n(?![ \t])/)
    .filter((header) => !/^(Date|Message-ID):/i.test(header))
    .join('\r\n');
  const [textHeaders, htmlHeaders] = root.childNodes.map((node) => node.buildHeaders());
  const beforeText = `${own}\r\n\r\n--${BOUNDARY}\r\n${textHeaders}\r\n\r\n`;
  const beforeHtml = `\r\n--${BOUNDARY}\r\n${htmlHeaders}\r\n\r\n`;
  const tail = `\r\n--${BOUNDARY}--\r\n.\r\n`;

  return {
    fill(filling) {
      const head = headersOf(filling) + beforeText;
      const { text, html } = filling;
      const fixed = head.length * 3 + beforeHtml.length + tail.length;
      const start = roomFor(fixed + quotedSize(lengthOf(text) * 3) + quotedSize(lengthOf(html) * 3));
      let end = start + slab.write(head, start);
      end = writeQuotedText(text, slab, end);
      end += slab.write(beforeHtml, end);
      end = writeQuotedText(html, slab, end);
      end += slab.write(tail, end);
      used = end;
      return slab.subarray(start, end);
    },
  };
}

function headersOf({ to, subject, messageId, date, unsubscribeUrl, unsubscribeMailto }: Filling): string {
  const unsubscribe = unsubscribeUrl
    ? `List-Unsubscribe: <${unsubscribeUrl.replace(/[\s<>]/g, '')}>${mailto(unsubscribeUrl, unsubscribeMailto)}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`
    : '';
  return `Message-ID: ${messageId}\r\nDate: ${dateOf(date)}\r\nTo: ${toOf(to)}\r\n${subjectOf(subject)}\r\n${unsubscribe}`;
}

function mailto(url: string, address: string | undefined): string {
  if (!address) return '';
  const token = url.slice(url.lastIndexOf('/') + 1);
  return `,\r\n <mailto:${address.replace(/[\s<>?]/g, '')}?subject=${encodeURIComponent(`unsubscribe ${token}`)}>`;
}

function toOf({ name, address }: Filling['to']): string {
  const clean = oneLine(name).slice(0, 100);
  if (!clean) return address;
  if (/^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?')) return `"${clean.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${folded(encodeWord(clean, 'Q', 52))}\r\n <${address}>`;
}

let lastSubject = { plain: '', header: 'Subject: ' };

/** Many mails of a burst have the same one. */
function subjectOf(subject: string): string {
  if (lastSubject.plain === subject) return lastSubject.header;
  const clean = oneLine(subject);
  const ascii = /^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?') && !/\S{70}/.test(clean);
  const header = ascii ? foldLines(`Subject: ${clean}`, 76) : `Subject: ${folded(encodeWord(clean, 'Q', 52))}`;
  lastSubject = { plain: subject, header };
  return header;
}

function folded(words: string): string {
  return words.replace(/\?= =\?/g, '?=\r\n =?');
}

/** Nothing a customer or a marketer writes can end a header line and begin another. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

let lastDate = { second: -1, text: '' };

function dateOf(ms: number): string {
  const second = Math.floor(ms / 1_000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(ms).toUTCString().replace('GMT', '+0000') };
  return lastDate.text;
}

/** Mails are written one behind the other into a slab that is never written twice; it goes when its last mail has left. */
const SLAB = 512 * 1024;
let slab = Buffer.allocUnsafeSlow(SLAB);
let used = 0;

/** Where to write what needs at most so many bytes. */
function roomFor(bytes: number): number {
  if (slab.length - used < bytes) {
    slab = Buffer.allocUnsafeSlow(Math.max(SLAB, bytes));
    used = 0;
  }
  return used;
}
