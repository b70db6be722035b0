/** Images of messages: taken in by the editor, given out to whoever reads a mail. */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type Api, endpoint } from '#api/endpoint.ts';
import { refuse } from '#api/problem.ts';
import { recordDeed } from '#store/audit.ts';
import { findImage, keepImage } from '#store/images.ts';

const LARGEST = 1_024 * 1_024;
/** Told by their first bytes, never by what somebody says they are: no SVG, for it may carry script. */
const TYPES: readonly [type: string, ending: string, starts: (bytes: Buffer) => boolean][] = [
  ['image/png', 'png', (b) => b.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
  ['image/jpeg', 'jpg', (b) => b.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/gif', 'gif', (b) => /^GIF8[79]a$/.test(b.toString('latin1', 0, 6))],
  ['image/webp', 'webp', (b) => b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP'],
];

const ImageShape = z
  .object({
    url: z.string().openapi({ description: 'For the `src` of an image; it never changes.' }),
    type: z.string(),
    bytes: z.number().int(),
  })
  .openapi('Image');
export type KeptImage = z.output<typeof ImageShape>;

export function imageRoutes(api: Api): void {
  const { db, config } = api.deps;
  const tag = 'Contents';

  endpoint(
    api,
    'POST /v1/images',
    {
      ...{ tag, summary: 'Keep an image for messages', status: 201, answer: ImageShape },
      description: 'PNG, JPEG, GIF or WebP of at most 1 MB. The same image has the same address.',
      body: z.strictObject({ data: z.base64().max(Math.ceil((LARGEST * 4) / 3) + 4) }),
    },
    async ({ body, caller, now }) => {
      const bytes = Buffer.from(body.data, 'base64');
      const [type, ending] = TYPES.find(([, , starts]) => starts(bytes)) ?? [];
      if (type === undefined) {
        return refuse(422, 'no_image', 'data: expected a PNG, JPEG, GIF or WebP image.', 'data');
      }
      if (bytes.length > LARGEST) return refuse(422, 'too_large', 'data: the image is larger than 1 MB.', 'data');
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
      await db.transaction().execute(async (trx) => {
        await keepImage(trx, now, { hash, type, bytes }, caller.actor);
        await recordDeed(trx, now, { actor: caller.actor, action: 'image.keep', subject: hash });
      });
      return { url: `${config.baseUrl}/i/${hash}.${ending}`, type, bytes: bytes.length };
    },
  );

  endpoint(
    api,
    'GET /i/{id}',
    { tag, summary: 'Read an image', name: 'a hash with its ending', gives: 'image/*', answer: z.any() },
    async ({ c }) => {
      const [, hash] = /^([0-9a-f]{32})\.(?:png|jpg|gif|webp)$/.exec(c.req.param('id') ?? '') ?? [];
      const image = hash === undefined ? null : await findImage(db, hash);
      if (!image) return refuse(404, 'not_found', 'There is no such image.', 'id');
      return new Response(new Uint8Array(image.bytes), {
        headers: {
          'Content-Type': image.type,
          'Cache-Control': 'public, max-age=31536000, immutable',
          'Cross-Origin-Resource-Policy': 'cross-origin',
          'Content-Security-Policy': "default-src 'none'; sandbox",
        },
      });
    },
  );
}
