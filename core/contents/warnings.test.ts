import { describe, expect, it } from 'vitest';
import { byteLength, CLIPPED_BYTES, type Inspected, warningsOf } from '#core/contents/warnings.ts';

const sound: Inspected = {
  subject: 'Thank you',
  preheader: 'Your order is on its way',
  html: '<p>Hi</p><a href="https://shop.test/">Shop</a><a href="{{ unsubscribe_url }}">Stop</a><img src="https://shop.test/a.png" alt="">',
  variables: ['unsubscribe_url', 'brand.name'],
  defaults: {},
  class: 'commercial',
};
const codes = (change: Partial<Inspected>) => warningsOf({ ...sound, ...change }).map((w) => w.code);

describe('the warnings of a content', () => {
  it('say nothing of a sound mail', () => {
    expect(warningsOf(sound)).toEqual([]);
  });

  it('speak of a subject that is missing or cut, and of a missing preheader', () => {
    expect(codes({ subject: ' ' })).toEqual(['no_subject']);
    expect(warningsOf({ ...sound, subject: 'x'.repeat(71) })).toEqual([{ code: 'long_subject', count: 71 }]);
    expect(codes({ preheader: '' })).toEqual(['no_preheader']);
  });

  it('speak of a mail that Gmail would cut, by its bytes and not its letters', () => {
    expect(codes({ html: sound.html + 'x'.repeat(CLIPPED_BYTES - byteLength(sound.html)) })).toEqual([]);
    expect(codes({ html: sound.html + 'é'.repeat(CLIPPED_BYTES / 2) })).toEqual(['too_large']);
  });

  it('count links that lead nowhere, but not anchors', () => {
    const html =
      '<a>x</a><a href="">x</a><a href="#">x</a><a href="https://">x</a><a name="top"></a><a href="#top">x</a>';
    expect(warningsOf({ ...sound, html })).toEqual([{ code: 'empty_link', count: 4 }]);
  });

  it('count images without a text; one that only decorates says so by an empty one', () => {
    expect(
      warningsOf({ ...sound, html: '<img src="https://a.test/a.png"><img src="https://a.test/b.png" alt>' }),
    ).toEqual([{ code: 'no_alt', count: 1 }]);
  });

  it('want a way out of commercial mails only', () => {
    expect(codes({ variables: [] })).toEqual(['no_unsubscribe']);
    expect(codes({ variables: ['preferences_url'] })).toEqual([]);
    expect(codes({ variables: [], class: 'service' })).toEqual([]);
  });

  it('name the variables that a customer may lack and that have no fallback', () => {
    const variables = [
      'unsubscribe_url',
      'profile.firstName',
      'customer.city',
      'entry.total',
      'brand.name',
      'params.X',
    ];
    const found = warningsOf({ ...sound, variables, defaults: { 'profile.city': 'your town' } });
    expect(found).toEqual([{ code: 'no_fallback', count: 2, names: ['profile.firstName', 'entry.total'] }]);
  });

  it('speak of images that clients hide or that weigh', () => {
    expect(codes({ html: '<img alt="" src="data:image/png;base64,AAAA">' })).toEqual(['embedded_image']);
    const heavy = `<img alt="" src="data:image/png;base64,${'A'.repeat(300_000)}">`;
    expect(codes({ html: heavy })).toEqual(['too_large', 'embedded_image', 'heavy_images']);
    expect(codes({ html: '<img alt="" src="http://a.test/a.png">' })).toEqual(['unsafe_image']);
  });
});
