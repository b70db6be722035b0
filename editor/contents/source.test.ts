import { expect, test } from 'vitest';
import { canBeDrawn, closed, dressed, withBody } from '#editor/contents/source.ts';

test('what is drawn takes the place of the body, and the head stays as it was written', () => {
  const source =
    '<mjml lang="fr"><mj-head><mj-all color="x" /></mj-head><mj-body width="600px">old $& </mj-body></mjml>';
  const drawn = '<mjml><mj-body width="600px">new $1</mj-body></mjml>';
  expect(withBody(source, drawn)).toBe(
    '<mjml lang="fr"><mj-head><mj-all color="x" /></mj-head><mj-body width="600px">new $1</mj-body></mjml>',
  );
  expect(withBody(source, 'nothing')).toBe(source);
  expect(canBeDrawn('<p>Hi</p>')).toBe(false);
});

test('a tag that closes itself is closed for browsers, also with a slash in an attribute', () => {
  expect(closed('<mj-image src="https://a.test/b" /><mj-text>a<br />b</mj-text>')).toBe(
    '<mj-image src="https://a.test/b"></mj-image><mj-text>a<br />b</mj-text>',
  );
});

test('a preview is light or dark as asked', () => {
  const html = '<head></head>@media (prefers-color-scheme: dark) { a {} }';
  expect(dressed(html, true)).toContain('@media (min-width: 0)');
  expect(dressed(html, false)).toContain('@media (max-width: 0)');
  expect(dressed('<p>x</p>', true)).toMatch(/^<base target="_blank"><style>:root\{color-scheme:dark\}/);
});
