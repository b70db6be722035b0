/** Shows a mail as somebody would get it, by the same Liquid that sends it. */
import { textOf } from '#activities/channels/email/plaintext.ts';
import { fillerOf } from '#activities/channels/email.ts';
import { joined } from '#activities/channels/liquid.ts';
import { scopeOf } from '#activities/channels/scope.ts';
import { taskFillerOf } from '#activities/channels/task.ts';
import { DAY } from '#core/clock.ts';
import type { Preview, Reader } from '#core/contents/preview.ts';

export const preview: Preview = {
  show(content, reader, links) {
    const scope = scopeOf(recipientOf(reader), { brandName: reader.brandName, ...links });
    const filled = fillerOf(content).filler.fill(scope);
    if (filled.kind !== 'ready') return filled;
    const { subject, html, text } = filled.parts;
    return { kind: 'ready', subject: joined(subject), html: joined(html), text: joined(text) };
  },
  task(content, reader) {
    const filled = taskFillerOf(content).fill(scopeOf(recipientOf(reader), { brandName: reader.brandName }));
    if (filled.kind !== 'ready') return filled;
    return { kind: 'ready', title: joined(filled.parts.title), body: joined(filled.parts.body) };
  },
  variables: (content) => fillerOf(content).filler.variables,
  textOf,
};

function recipientOf({ locale, zone, country, traits, entry, params, offer, now, brand, class: klass }: Reader) {
  return {
    ...{ month: '', enrolment: 0, step: 0, visit: 0, customer: 0, chain: 0, address: null },
    ...{ class: klass, brand, due: now, validUntil: now + 30 * DAY, now },
    facts: {
      ...{ customer: 0, zone, country, locale, traits, params, touches: [], seen: [] },
      entry: { at: now, key: '', properties: entry },
    },
    ...(offer ? { offer } : {}),
  };
}
