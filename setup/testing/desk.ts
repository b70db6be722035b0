/** The editor as its users have it: a database of its own, the API, the built pages, and a browser that is signed in. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Role } from '#api/access.ts';
import type { ApiDeps } from '#api/deps.ts';
import { type Pages, startApi } from '#api/main.ts';
import { createRig, type Rig } from '#api/testing/rig.ts';
import { PASSWORD, somebody } from '#api/testing/visitor.ts';
import { editorPages } from '#setup/editor.ts';
import { freePort } from '#setup/process.ts';
import type { FreshDatabase } from '#setup/testing/postgres.ts';
import { ensurePolicy } from '#store/policies.ts';

export type Desk = {
  url: string;
  rig: Rig;
  browser: Browser;
  /** A window of nobody yet. */
  enter(as?: Omit<Visitor, 'roles' | 'team'>): Promise<{ context: BrowserContext; page: Page }>;
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
  /** Whose tasks an agent sees. */
  team?: string | null;
};

const ADMIN: readonly Role[] = ['admin'];
let pages: Promise<Pages> | undefined;

/** `beside`: on the database of an engine that runs. */
export async function openDesk(change: Partial<ApiDeps> = {}, beside?: FreshDatabase): Promise<Desk> {
  pages ??= editorPages();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const rig = await createRig(change, beside);
  await ensurePolicy(rig.db, rig.now());
  const deps = { ...rig.deps, config: { ...rig.deps.config, baseUrl: url } };
  const { answer } = await pages;
  const api = await startApi(deps, { host: '127.0.0.1', port, pages: { answer, close: async () => undefined } });
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const enter: Desk['enter'] = async ({ language = 'en', dark = false, width = 1280, height = 800 } = {}) => {
    const context = await browser.newContext({
      baseURL: url,
      locale: language === 'fr' ? 'fr-FR' : 'en-GB',
      colorScheme: dark ? 'dark' : 'light',
      viewport: { width, height },
    });
    return { context, page: await context.newPage() };
  };
  return {
    url,
    rig,
    browser,
    enter,
    async open({ roles = ADMIN, team = null, ...window } = {}) {
      const { email } = await somebody(rig, roles, { language: window.language ?? 'en', team });
      const opened = await enter(window);
      // Pages say by themselves where they are from; what a test asks beside them (`context.request`) does not.
      await opened.context.setExtraHTTPHeaders({ Origin: url });
      const data = { email, password: PASSWORD };
      const entered = await opened.context.request.post('/v1/auth/sign-in', { data });
      if (!entered.ok()) throw new Error(`Signing in answered ${entered.status()}.`);
      return opened;
    },
    async close() {
      await browser.close();
      await api.stop();
      await rig.drop();
    },
  };
}
