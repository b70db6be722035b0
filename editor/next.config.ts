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
};

export default config;
