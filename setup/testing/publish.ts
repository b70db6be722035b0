/** Puts a graph live as the API would: read, compiled, its version published. */
import { checkContent } from '#activities/channels/index.ts';
import { compile } from '#core/compile.ts';
import type { Json } from '#core/facts.ts';
import { readGraph } from '#core/graph.ts';
import { createChain, insertVersion } from '#store/chains.ts';
import type { Db } from '#store/db.ts';

export async function publish(db: Db, now: number, json: unknown): Promise<{ chain: number; version: number }> {
  const read = readGraph(json);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.graph, { checkContent });
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const chain = await createChain(db, now, { name: read.graph.name, draft: read.graph });
  return db.transaction().execute(async (trx) => {
    const version = await insertVersion(trx, now, {
      chain: chain.id,
      graph: read.graph as unknown as Json,
      plan: compiled.plan,
      note: null,
      by: 'test',
    });
    return { chain: chain.id, version: version.id };
  });
}
