/** What the data of a step names elsewhere in its chain: an earlier contact, a parameter, the key of the trigger. */
import { objectsIn, problem, textsIn } from '#core/compile-data.ts';
import { entryOf, successors, type Wiring } from '#core/compile-wiring.ts';
import type { Problem } from '#core/problem.ts';

export function referenceProblems(wiring: Wiring): Problem[] {
  const entry = entryOf(wiring);
  const rule = entry && wiring.nodes.get(entry.id);
  const key = rule?.type.entry?.(rule.data).key;
  const { words } = wiring;
  return [...wiring.nodes.values()].flatMap((node) => {
    const found: Problem[] = [];
    const say = (code: string, field: string, message: string) =>
      found.push(problem(words, node.step, code, field, words.field(field, message)));
    for (const { path, object } of objectsIn(node.data)) {
      if (
        object.kind === 'step' &&
        typeof object.step === 'string' &&
        !isEarlierContact(object.step, node.id, wiring)
      ) {
        say('bad_anchor', path, words.badAnchor(object.step));
      }
      if (object.sameKey === true && rule && key === undefined) {
        say('no_key', `${path ? `${path}.` : ''}sameKey`, words.noKey);
      }
      if (typeof object.field === 'string' && typeof object.op === 'string') {
        const [root, name = ''] = object.field.split('.');
        if (root === 'touch' && wiring.steps.get(name)?.type !== 'contact')
          say('bad_field', path, words.noContact(name));
        if (root === 'params' && !Object.hasOwn(wiring.graph.params, name))
          say('unknown_param', path, words.unknownParam(name));
      }
    }
    for (const { path, text } of textsIn(node.data)) {
      for (const name of liquidParams(text)) {
        if (!Object.hasOwn(wiring.graph.params, name)) say('unknown_param', path, words.unknownParam(name));
      }
    }
    return found;
  });
}

function liquidParams(text: string): string[] {
  const tags = text.match(/\{[{%][\s\S]*?[%}]\}/g) ?? [];
  const names = tags.flatMap((tag) => [...tag.matchAll(/\bparams\.([A-Za-z_]\w*)/g)].map((m) => m[1]!));
  return [...new Set(names)];
}

function isEarlierContact(id: string, before: string, wiring: Wiring): boolean {
  if (id === before || wiring.steps.get(id)?.type !== 'contact') return false;
  const seen = new Set([id]);
  for (const at of seen) {
    if (at === before) return true;
    for (const next of successors(wiring, at)) seen.add(next);
  }
  return false;
}
