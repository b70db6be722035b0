/** What is wrong with the drawing, as the compiler says it; loaded on its own, for the first picture needs none of it. */
import { compile } from '#core/compile.ts';
import type { Graph } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { languageAsked } from '#core/wording/index.ts';

export function check(graph: Graph): Problem[] {
  const compiled = compile(graph, { language: languageAsked(document.documentElement.lang) });
  return 'problems' in compiled ? compiled.problems : compiled.warnings;
}
