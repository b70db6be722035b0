/** Contact: the card a marketer draws, "J+7: e-mail". A date and a touch in one. */
import { z } from 'zod';
import { channelOf, channels } from '#core/channels/index.ts';
import { isReference, templateReference } from '#core/contents/reference.ts';
import { issuesOf } from '#core/issue.ts';
import type { TouchSpec } from '#core/plan.ts';
import { numberOrParam, textOrParam } from '#core/steps/fields.ts';
import { type ExpandContext, port, type StepType } from '#core/steps/step.ts';
import { type When, whenSchema } from '#core/when.ts';
import { en } from '#core/wording/en.ts';
import { inWords } from '#core/wording/index.ts';

const validFor = z
  .strictObject({
    days: numberOrParam(z.int().positive().max(3_660)).exactOptional(),
    hours: numberOrParam(z.number().positive().max(87_840)).exactOptional(),
  })
  .refine((v) => v.days !== undefined || v.hours !== undefined, 'expected days, hours or both');

const name = z.string().min(1).max(64);

const data = z.strictObject({
  channel: z.string().min(1),
  /** Belongs to the channel: checked against its own schema. Or names a version of a template, which stands for its content. */
  content: z.record(z.string(), z.unknown()),
  class: z.enum(['service', 'information', 'commercial']),
  offer: textOrParam(name).exactOptional(),
  topics: z.array(name).max(20).exactOptional(),
  brand: name.exactOptional(),
  weight: numberOrParam(z.number().min(0).max(10)).exactOptional(),
  when: whenSchema.default({ anchor: { kind: 'arrival' } }),
  /** A date, or how long after it was due. Absent: until the next dated step. */
  validUntil: z.union([whenSchema, validFor]).exactOptional(),
  /** Absent: sent however late, as long as it is valid. */
  ifLate: z
    .union([z.literal('skip'), z.strictObject({ sendWithinHours: numberOrParam(z.number().min(0).max(87_840)) })])
    .exactOptional(),
  onExcess: z.enum(['postpone', 'skip']).default('postpone'),
});

type Contact = z.output<typeof data>;

export const contact = {
  type: 'contact',
  label: { en: 'Contact', fr: 'Sollicitation' },
  icon: 'send',
  family: 'contact',
  data,
  ports: () => [
    // Also the way of who got nothing, where no way of its own is drawn for it.
    port('done', 'Goes on', 'Suite'),
    port('capped', 'Capped', 'Plafonné', true),
    port('no_consent', 'No consent', 'Sans consentement', true),
    port('no_address', 'No address', 'Sans adresse', true),
    port('expired', 'Expired', 'Expiré', true),
    port('failed', 'Failed', 'Échoué', true),
  ],
  expand: (contact, context) => [
    { kind: 'sleep', when: contact.when },
    { kind: 'touch', touch: touchOf(contact, context) },
  ],
  check: ({ channel, content }, words = en) => {
    const known = channelOf(channel);
    if (!known) {
      const message = words.unknownChannel(Object.keys(channels), channel);
      return [{ field: 'channel', code: 'unknown_channel', message }];
    }
    const schema = isReference(content) ? templateReference : known.content;
    const parsed = schema.safeParse(content, inWords(words));
    return parsed.success ? [] : issuesOf(parsed.error, ['content'], words);
  },
  dated: ({ when }) => when,
} satisfies StepType<Contact>;

function touchOf(contact: Contact, context: ExpandContext): TouchSpec {
  const touch: TouchSpec = {
    channel: contact.channel,
    content: contact.content,
    class: contact.class,
    topics: contact.topics ?? [],
    brand: contact.brand ?? context.brand,
    weight: contact.weight ?? context.weight ?? channelOf(contact.channel)?.weight ?? 5,
    onExcess: contact.onExcess,
  };
  if (contact.offer !== undefined) touch.offer = contact.offer;
  const validUntil = validity(contact, context.next);
  if (validUntil) touch.validUntil = validUntil;
  if (contact.ifLate !== undefined) touch.lateHours = contact.ifLate === 'skip' ? 0 : contact.ifLate.sendWithinHours;
  return touch;
}

function validity({ validUntil, when }: Contact, next: When | undefined): When | undefined {
  if (validUntil === undefined) return next && later(next, when) ? next : undefined;
  // The touch is arrived at when its date has come.
  return 'anchor' in validUntil ? validUntil : { anchor: { kind: 'arrival' }, ...validUntil };
}

/**
 * Whether the next dated step can bound this one: its date is known without knowing what happens in between, and it
 * is not the same day of the same anchor.
 */
function later(next: When, own: When): boolean {
  if (next.anchor.kind === 'arrival' || next.anchor.kind === 'step') return false;
  if (JSON.stringify(next.anchor) !== JSON.stringify(own.anchor)) return true;
  return minutes(next) > minutes(own);
}

function minutes({ days = 0, hours = 0, minutes = 0 }: When): number {
  return days * 1_440 + hours * 60 + minutes;
}
