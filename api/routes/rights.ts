/**
 * Customers' rights over their data, behind their preference link: download, another e-mail address, erasure. The link
 * opens the page; the deed needs a code that was mailed to the address on file. Whether there is one, no answer tells.
 */

import { z } from '@hono/zod-openapi';
import { CHOICES_STYLE } from '#api/choices.ts';
import type { Api } from '#api/endpoint.ts';
import { type Found, findHolder, fromElsewhere, readForm, refused } from '#api/holder.ts';
import { type Html, privatePage } from '#api/html.ts';
import { idOf } from '#api/ids.ts';
import { Refusal } from '#api/problem.ts';
import { addressPage, codePage, fileName, outcomePage, type Page, RIGHTS_STYLE } from '#api/rights.ts';
import { expiryOf, PURPOSES, type Purpose } from '#core/code.ts';
import { recordDeed } from '#store/audit.ts';
import { askCode, proveCode } from '#store/codes.ts';
import { changeEmail } from '#store/customers.ts';
import type { Db } from '#store/db.ts';
import { readDossier } from '#store/dossier.ts';
import type { Wake } from '#store/enrol.ts';
import { eraseCustomer } from '#store/erasure.ts';
import { noticeExpiry, oweMail } from '#store/owed.ts';

/** What a deed shows, and whom it ends chains for. */
type Done = { answer: Response; wakes?: Wake[] };

/** With a dot in its domain: what the world can write to. */
const Address = z
  .email({ pattern: z.regexes.unicodeEmail })
  .max(254)
  .regex(/\.[^.,;]+$/);

export function rightsRoutes(api: Api): void {
  const { db, clock, config, signaller, secret } = api.deps;
  const codes = { clock, secret };

  api.app.get('/p/:token/data', async (c) => {
    const found = await findHolder(api, c);
    if (!found) return refused(c, 404);
    const purpose = purposeOf(c.req.query('for'));
    return purpose ? show(found, codePage(pageOf(found), purpose, null)) : c.redirect(`${found.path}#data`);
  });

  api.app.post('/p/:token/data', async (c) => {
    const found = await findHolder(api, c);
    if (!found) return refused(c, 404);
    if (fromElsewhere(c, config.baseUrl)) return refused(c, 403);
    const form = await readForm(c.req.raw);
    if (form instanceof Refusal) return form.respond();
    const purpose = purposeOf(form.get('for'));
    if (purpose && form.get('do') === 'prove') return prove(found, purpose, form.get('code') ?? '');
    // The second code of a change follows from the first, and from nothing else.
    if (purpose && purpose !== 'confirm' && form.get('do') === 'ask')
      return ask(found, purpose, form.get('email') ?? '');
    return refused(c, 400);
  });

  async function ask(found: Found, purpose: Purpose, typed: string): Promise<Response> {
    const address = purpose === 'address' ? typed.trim() : null;
    if (address !== null && !Address.safeParse(address).success)
      return show(found, addressPage(pageOf(found), typed.slice(0, 254)), 400);
    const sent = await db.transaction().execute((trx) => mailCode(trx, found, purpose, { address }));
    return sent
      ? show(found, codePage(pageOf(found), purpose, { kind: 'sent' }))
      : show(found, outcomePage(pageOf(found), 'often'), 429);
  }

  async function prove(found: Found, purpose: Purpose, typed: string): Promise<Response> {
    const { customer } = found.holder;
    const page = pageOf(found);
    const { answer, wakes = [] } = await db.transaction().execute(async (trx): Promise<Done> => {
      const proof = await proveCode(trx, codes, { customer, purpose, typed });
      switch (proof.kind) {
        case 'right':
          return act(trx, found, purpose, proof.address);
        case 'wrong':
          return { answer: show(found, codePage(page, purpose, { kind: 'wrong', left: proof.left }), 422) };
        case 'gone':
          return { answer: show(found, outcomePage(page, 'gone'), 410) };
        case 'spent':
          return { answer: show(found, outcomePage(page, 'spent'), 429) };
      }
    });
    signaller.wake(wakes);
    return answer;
  }

  async function act(trx: Db, found: Found, purpose: Purpose, address: string | null): Promise<Done> {
    const { customer, brand } = found.holder;
    const page = pageOf(found);
    const now = clock.now();
    const note = (action: string) => {
      const who = idOf('customer', customer);
      return recordDeed(trx, now, { actor: who, action, subject: who });
    };
    if (purpose === 'download') {
      const dossier = await readDossier(trx, customer);
      await note('customer.download');
      return { answer: file(found, { madeAt: new Date(now).toISOString(), ...dossier }) };
    }
    if (purpose === 'erase') {
      const wakes = await eraseCustomer(trx, now, customer);
      await note('customer.erase');
      return { answer: show(found, outcomePage(page, 'erased')), wakes };
    }
    if (address === null) throw new Error(`A code for '${purpose}' was right and named no address.`);
    if (purpose === 'address') {
      await mailCode(trx, found, 'confirm', { address });
      return { answer: show(found, codePage(page, 'confirm', { kind: 'sent_new', address })) };
    }
    const before = await changeEmail(trx, now, { customer, address });
    await note('customer.address');
    if (before !== null)
      await oweMail(trx, now, {
        ...{ customer, brand, kind: 'address_changed' },
        params: { lang: found.lang, to: before },
        expiresAt: noticeExpiry(clock),
      });
    return { answer: show(found, outcomePage(page, 'changed', address)) };
  }

  /** Answers false where too many were asked for. The code goes to the address on file; only `confirm` to the new one. */
  async function mailCode(
    trx: Db,
    { holder, lang }: Found,
    purpose: Purpose,
    { address }: { address: string | null },
  ): Promise<boolean> {
    const { customer, brand } = holder;
    const code = await askCode(trx, codes, { customer, purpose, address });
    if (code === null) return false;
    const now = clock.now();
    await oweMail(trx, now, {
      ...{ customer, brand, kind: 'code' },
      params: { code, purpose, lang, ...(purpose === 'confirm' && address !== null ? { to: address } : {}) },
      expiresAt: expiryOf(now, clock.setting.speed),
    });
    return true;
  }
}

function purposeOf(text: string | null | undefined): Purpose | null {
  return PURPOSES.find((purpose) => purpose === text) ?? null;
}

function pageOf({ lang, preferences, path }: Found): Page {
  return { lang, brand: preferences.brand, path };
}

function show({ lang }: Found, body: Html, status = 200): Response {
  const title = lang === 'fr' ? 'Vos données' : 'Your data';
  return privatePage(body, { title, lang, style: CHOICES_STYLE + RIGHTS_STYLE, status });
}

function file({ lang }: Found, content: object): Response {
  return new Response(`${JSON.stringify(content, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName(lang)}"`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  });
}
