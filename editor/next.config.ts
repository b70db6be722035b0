/** How Next builds and serves the editor; setup/editor.ts starts it beside the API, which owns /v1. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The house's own check reads the types of all rooms.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: ROOT, resolveAlias: { 'next-intl/config': './desk/words.ts' } },
  devIndicators: false,
  // A one-time link must not travel on as a referrer, and nobody shows our pages inside theirs.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
      ],
    },
  ],
};

export default config;
