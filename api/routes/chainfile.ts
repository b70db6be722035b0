/** A chain out to a file and in from one, with the templates and offers it names: all of it, or nothing and the reason. */
import { z } from '@hono/zod-openapi';
import { allows } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { idOf, numberOf } from '#api/ids.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { ChainShape, noChain, showChain } from '#api/routes/chains.ts';
import { iso, maybeIso } from '#api/shape.ts';
import {
  type ChainFile,
  FILE_FORMAT,
  type FileOffer,
  offersIn,
  readChainFile,
  withTemplates,
} from '#core/chainfile.ts';
import { channelOf, channels } from '#core/channels/index.ts';
import { referencesIn, type TemplateReference } from '#core/contents/reference.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { issuesOf } from '#core/issue.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, type Language, wordingOf } from '#core/wording/index.ts';
import { recordDeed } from '#store/audit.ts';
import { brandIds } from '#store/brands.ts';
import { carriedTemplates, keepTemplates, knownTemplates, weightOf } from '#store/chainfile.ts';
import { createChain, getChain } from '#store/chains.ts';
import type { Db } from '#store/db.ts';
import { addOffers, type OfferRow, offersNamed } from '#store/offers.ts';
import { topicIds } from '#store/topics.ts';

const FileShape = z.record(z.string(), z.unknown()).openapi('ChainFile', {
  description: '`{jalon: "chain", format: 1, graph, tags, templates, offers}`; a bare graph is taken too.',
});

/** Bytes for what stands around templates and graph: names, offers, white space. */
const FRAME = 1024 * 1024;

const NOTES = ['template_new', 'template_known', 'offer_new', 'offer_kept', 'offer_lacking', 'brand_lacking'] as const;
const ImportShape = z.object({
  chain: ChainShape,
  notes: z.array(z.object({ code: z.enum(NOTES), name: z.string() })).openapi({
    description: 'What came with it, what was here already, and what must still be made here.',
  }),
});
export type Imported = z.output<typeof ImportShape>;
type Note = Imported['notes'][number];

export function chainFileRoutes(api: Api): void {
  const { db, checkContent, config } = api.deps;
  const tag = 'Chains';

  endpoint(
    api,
    'GET /v1/chains/{id}/export',
    { tag, summary: 'Export a chain’s draft as a file', id: 'chain', answer: FileShape },
    async ({ id, now }) => {
      const chain = await getChain(db, id);
      if (!chain) return noChain();
      const read = readGraph(chain.draft);
      if ('problems' in read) return new Refusal(422, read.problems);
      const { graph } = read;
      const asked = referencesIn(graph.steps).flatMap(({ template, version }) => {
        const number = numberOf('template', template);
        return number === null ? [] : [{ template: number, version }];
      });
      const weight = Buffer.byteLength(JSON.stringify(graph)) + (await weightOf(db, asked));
      if (weight > config.bodyLimits.file - FRAME) return tooHeavy(config.bodyLimits.file);
      const [templates, offers] = await Promise.all([carriedTemplates(db, asked), offersNamed(db, offersIn(graph))]);
      return {
        ...{ jalon: 'chain', format: FILE_FORMAT, exportedAt: iso(now), graph, tags: chain.tags },
        templates: templates.map(({ template, number, ...rest }) => ({
          ...{ template: idOf('template', template), version: number, ...rest },
        })),
        offers: offers.map(showOffer),
      };
    },
  );

  endpoint(
    api,
    'POST /v1/chains/import',
    {
      ...{ tag, summary: 'Make a draft of a file', body: FileShape, limit: 'file', status: 201, answer: ImportShape },
      description:
        'Templates that say the same under the same name are used, others are made. An offer that is here already stays as it is; new ones are made by who may (`chains:write`). A file with anything wrong makes nothing.',
    },
    async ({ body, caller, language, now }) => {
      const read = readChainFile(body, language);
      if ('problems' in read) return new Refusal(422, read.problems);
      const flaws = contentProblems(read.file, language);
      if (flaws.length > 0) return new Refusal(422, flaws);
      return db.transaction().execute(async (trx) => {
        const notes: Note[] = [];
        const graph = await takeTemplates(trx, now, { file: read.file, by: caller.actor, notes });
        await takeOffers(trx, read.file.offers, allows(caller.scopes, 'chains:write'), notes);
        const owner = caller.person?.id ?? null;
        const chain = await createChain(trx, now, { name: graph.name, draft: graph, tags: read.file.tags, owner });
        const subject = idOf('chain', chain.id);
        await recordDeed(trx, now, { actor: caller.actor, action: 'chain.import', subject });
        return { chain: showChain(chain), notes };
      });
    },
  );

  /** A template of the file is content that will be sent: it is asked what any other is. */
  function contentProblems({ templates }: ChainFile, language: Language): Problem[] {
    const words = wordingOf(language);
    return templates.flatMap(({ channel, content }, i): Problem[] => {
      const path = ['templates', String(i), 'content'];
      const known = channelOf(channel);
      if (!known) {
        return [
          {
            code: 'unknown_channel',
            field: `templates.${i}.channel`,
            message: words.unknownChannel(Object.keys(channels), channel),
          },
        ];
      }
      const parsed = known.content.safeParse(content, inWords(words));
      if (!parsed.success) return issuesOf(parsed.error, path, words);
      return (checkContent?.(channel, content, language) ?? []).map(({ field, message }) => ({
        ...{ code: 'bad_content', field: [...path, field].join('.') },
        message: words.field([...path, field].join('.'), message),
      }));
    });
  }
}

type Taking = { file: ChainFile; by: string; notes: Note[] };

async function takeTemplates(trx: Db, now: number, { file, by, notes }: Taking): Promise<Graph> {
  const known = await knownTemplates(trx, file.templates);
  const fresh = file.templates.filter((_, i) => !known[i]);
  const made = await keepTemplates(trx, now, { templates: fresh, by });
  const places = new Map<string, TemplateReference>();
  for (const [i, given] of file.templates.entries()) {
    const here = known[i] ?? { template: made[fresh.indexOf(given)]!, version: 1 };
    notes.push({ code: known[i] ? 'template_known' : 'template_new', name: given.name });
    places.set(`${given.template} ${given.version}`, {
      ...{ template: idOf('template', here.template), version: here.version },
    });
  }
  return withTemplates(file.graph, (r) => places.get(`${r.template} ${r.version}`) ?? r);
}

async function takeOffers(trx: Db, offers: readonly FileOffer[], may: boolean, notes: Note[]): Promise<void> {
  const ids = offers.map((offer) => offer.id);
  const here = new Set((await offersNamed(trx, ids)).map((offer) => offer.id));
  const [brands, topics] = await Promise.all([brandIds(trx), topicIds(trx)]);
  const fresh: OfferRow[] = [];
  for (const offer of offers) {
    const { id, names, descriptions, product, validFrom, validUntil } = offer;
    const kept = here.has(id);
    notes.push({ code: kept ? 'offer_kept' : may ? 'offer_new' : 'offer_lacking', name: id });
    if (kept || !may) continue;
    if (!brands.includes(offer.brand)) notes.push({ code: 'brand_lacking', name: offer.brand });
    fresh.push({
      ...{ id, name: names, description: descriptions, product },
      brand: brands.includes(offer.brand) ? offer.brand : 'default',
      topic: offer.topic !== null && topics.includes(offer.topic) ? offer.topic : null,
      valid_from: validFrom === null ? null : new Date(validFrom),
      valid_until: validUntil === null ? null : new Date(validUntil),
    });
  }
  await addOffers(trx, fresh);
}

function tooHeavy(limit: number): Refusal {
  const most = (limit - FRAME) / (1024 * 1024);
  return refuse(
    422,
    'file_too_large',
    `The chain and the templates it names hold more than ${most} MB, the most a file may: make the templates smaller, or copy the chain here.`,
  );
}

function showOffer({ id, name, description, brand, topic, product, valid_from, valid_until }: OfferRow): FileOffer {
  const words = (of: unknown) =>
    typeof of === 'object' && of !== null ? (of as Record<string, string>) : of ? { en: String(of) } : {};
  return {
    ...{ id, names: words(name), descriptions: words(description), brand, topic, product },
    ...{ validFrom: maybeIso(valid_from), validUntil: maybeIso(valid_until) },
  };
}
