import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letterOf, wordsIn } from '#core/contents/letter.ts';

describe('a mail written as words', () => {
  it('has paragraphs, bold, a button, and a foot in its language', () => {
    const html = letterOf(
      'Bonjour {{ profile.firstName }},\n\n**Merci** & à bientôt\nMarie\n\n[Voir](https://a.test/?a=1&b=2)',
      'fr',
    );
    expect(html).toContain('<p>Bonjour {{ profile.firstName }},</p>');
    expect(html).toContain('<p><strong>Merci</strong> &amp; à bientôt<br>Marie</p>');
    expect(html).toContain('<a class="button" href="https://a.test/?a=1&amp;b=2">Voir</a>');
    expect(html).toContain('Se désabonner');
  });

  it('comes back as it was written, whatever was written', () => {
    const piece = fc.constantFrom(
      'Dear',
      ' ',
      '\n',
      '\n\n',
      '**',
      '<b>',
      '&amp;',
      '"',
      '{{ profile.a }}',
      '[x](https://a.test)',
      '{% if a %}',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join('')),
        (words) => {
          const html = letterOf(words, 'en');
          const back = wordsIn(html);
          // What cannot be told from the code of a letter stays code, and loses nothing.
          if (back !== null) expect(letterOf(back, 'en')).toBe(html);
        },
      ),
    );
    const words = 'Dear {{ profile.firstName }},\n\nOne line\nand another, "quoted" & <plain>.\n\n[Go](https://a.test)';
    expect(wordsIn(letterOf(words, 'en'))).toBe(words);
  });

  it('is not made of code that somebody wrote', () => {
    expect(wordsIn('<p>Hi</p>')).toBeNull();
    expect(wordsIn(letterOf('Hi', 'en').replace('#0b6b5b', '#000000'))).toBeNull();
    expect(wordsIn('')).toBe('');
  });
});
