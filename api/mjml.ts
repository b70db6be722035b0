/** MJML to the HTML that is sent. The library is large and loaded when the first message asks for it. */

export type Made = { html: string; problems: { line: number; message: string }[] };

export async function htmlOf({ format, source }: { format: 'mjml' | 'html'; source: string }): Promise<Made> {
  if (format === 'html') return { html: source, problems: [] };
  const { default: mjml2html } = await import('mjml');
  try {
    // No file of this machine is read, and no font is asked of another.
    const made = await mjml2html(source, {
      validationLevel: 'soft',
      ignoreIncludes: true,
      fonts: {},
      keepComments: false,
    });
    return { html: made.html, problems: made.errors.map(({ line, message }) => ({ line, message })) };
  } catch (problem) {
    return { html: '', problems: [{ line: 1, message: (problem as Error).message.split('\n')[0] ?? 'not MJML' }] };
  }
}
