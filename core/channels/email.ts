/** E-mail: a subject, HTML and its text, all Liquid. */
import { z } from 'zod';
import type { Channel } from '#core/channels/channel.ts';
import { languageTag } from '#core/language.ts';

const words = {
  subject: z.string().trim().min(1).max(500),
  /** Shown after the subject in a list of mails. */
  preheader: z.string().max(500).exactOptional(),
  html: z.string().trim().min(1).max(500_000),
  /** Absent: derived from the HTML. */
  text: z.string().max(200_000).exactOptional(),
  /** What to write where a customer has no value, by variable path, e.g. `profile.firstName`. */
  defaults: z.record(z.string(), z.string()).exactOptional(),
};

export const emailContent = z.strictObject({
  ...words,
  /** Of the words above. */
  language: languageTag.exactOptional(),
  /** The same in other languages: a customer gets that of the own locale, else the words above. */
  languages: z.record(languageTag, z.strictObject(words)).exactOptional(),
  fromName: z.string().max(200).exactOptional(),
  replyTo: z.string().max(320).exactOptional(),
  /** List-Id, for mailing lists. */
  listId: z.string().max(200).exactOptional(),
});

export type EmailContent = z.output<typeof emailContent>;

export const email = {
  name: 'email',
  label: { en: 'E-mail', fr: 'E-mail' },
  content: emailContent,
  cost: 0.1,
  weight: 3,
  countsAs: ['email'],
  needs: 'email',
} satisfies Channel;
