/** Shows a mail as somebody would get it, by the same Liquid that sends it. */
import { textOf } from '#activities/channels/email/plaintext.ts';
import { fillerOf } from '#activities/channels/email.ts';
import { joined } from '#activities/channels/liquid.ts';
import { scopeOf } from '#activities/channels/scope.ts';
import { DAY } from '#core/clock.ts';
import type { Preview } from '#core/contents/preview.ts';

export const preview: Preview = {
  show(content, reader, links) {
    const { locale, zone, country, traits, entry, params, offer, now, brand } = reader;
    const to = {
      ...{ month: '', enrolment: 0, step: 0, visit: 0, customer: 0, chain: 0, address: null },
      ...{ class: reader.class, brand, due: now, validUntil: now + 30 * DAY, now },
      facts: {
        ...{ customer: 0, zone, country, locale, traits, params, touches: [], seen: [] },
        entry: { at: now, key: '', properties: entry },
      },
      ...(offer ? { offer } : {}),
    };
    const filled = fillerOf(content).filler.fill(scopeOf(to, { brandName: reader.brandName, ...links }));
    if (filled.kind !== 'ready') return filled;
    const { subject, html, text } = filled.parts;
    return { kind: 'ready', subject: joined(subject), html: joined(html), text: joined(text) };
  },
  variables: (content) => fillerOf(content).filler.variables,
  textOf,
};
