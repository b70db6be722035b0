/** The editor as its users have it: a database of its own, the API, the built pages, and a browser that is signed in. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { ROLES, type Role } from '#api/access.ts';
import type { ApiDeps } from '#api/deps.ts';
import { type Pages, startApi } from '#api/main.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { editorPages } from '#setup/editor.ts';
import { freePort } from '#setup/process.ts';
import { createKey } from '#store/keys.ts';
import { ensurePolicy } from '#store/policies.ts';

export type Desk = {
  url: string;
  rig: Rig;
  browser: Browser;
  /** A window of somebody with these roles; by default an admin who reads English. */
  open(as?: Visitor): Promise<{ context: BrowserContext; page: Page }>;
  close(): Promise<void>;
};

export type Visitor = {
  roles?: readonly Role[];
  language?: 'en' | 'fr';
  dark?: boolean;
  width?: number;
  height?: number;
};

const ADMIN: readonly Role[] = ['admin'];
let pages: Promise<Pages> | undefined;

export async function openDesk(change: Partial<ApiDeps> = {}): Promise<Desk> {
  pages ??= editorPages();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const rig = await createRig(change);
  await ensurePolicy(rig.db, rig.now());
  const deps = { ...rig.deps, config: { ...rig.deps.config, baseUrl: url } };
  const { answer } = await pages;
  const api = await startApi(deps, { host: '127.0.0.1', port, pages: { answer, close: async () => undefined } });
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  return {
    url,
    rig,
    browser,
    async open({ roles = ADMIN, language = 'en', dark = false, width = 1280, height = 800 } = {}) {
      const scopes = [...new Set(roles.flatMap((role) => [...ROLES[role]]))];
      const { token } = await createKey(rig.db, rig.now(), { name: roles.join(' '), scopes });
      const context = await browser.newContext({
        baseURL: url,
        locale: language === 'fr' ? 'fr-FR' : 'en-GB',
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height },
        extraHTTPHeaders: { Authorization: `Bearer ${token}` },
      });
      return { context, page: await context.newPage() };
    },
    async close() {
      await browser.close();
      await api.stop();
      await rig.drop();
    },
  };
}
