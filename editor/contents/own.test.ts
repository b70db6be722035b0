import { expect, test } from 'vitest';
import { galleryGraph } from '#chains/index.ts';
import { contentWith, draftOf } from '#editor/contents/own.ts';

test('what a contact says goes through the editor of messages without loss', () => {
  for (const { data } of galleryGraph('classic').steps) {
    const { channel, content } = data as { channel?: string; content?: Record<string, unknown> };
    if (channel === 'email') expect(contentWith(content!, draftOf(content!, 'en'))).toEqual(content);
  }
});

test('a second language makes the contact say which the first one is', () => {
  const content = { subject: 'Merci', html: '<p>Merci</p>', replyTo: 'a@shop.test' };
  const draft = draftOf(content, 'fr');
  const english = { ...draft.variants.fr!, subject: 'Thanks' };
  const both = contentWith(content, { ...draft, variants: { ...draft.variants, en: english } });
  expect(both).toEqual({
    ...{ subject: 'Merci', html: '<p>Merci</p>', replyTo: 'a@shop.test', language: 'fr' },
    languages: { en: { subject: 'Thanks', html: '<p>Merci</p>' } },
  });
  expect(draftOf(both, 'de')).toMatchObject({ language: 'fr', variants: { fr: {}, en: { subject: 'Thanks' } } });
});
