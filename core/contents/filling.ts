/** A contact's reference to a template, replaced by what that version says, before the plan is made. */
import { type Node, problem } from '#core/compile-data.ts';
import { referenceOf, type Templates } from '#core/contents/reference.ts';
import type { Problem } from '#core/problem.ts';
import type { Wording } from '#core/wording/index.ts';

/** The step with the content itself in place of the reference, or what is wrong with the reference. */
export function filledIn(node: Node, templates: Templates, words: Wording): Node | Problem {
  const data = node.data as { channel?: string; content?: unknown };
  const reference = referenceOf(data.content);
  if (reference === null) return node;
  const { template, version } = reference;
  const referred = templates(reference);
  const say = (code: string, message: string) => problem(words, node.step, code, 'content.template', message);
  if (referred.kind === 'unknown') {
    return say('unknown_template', words.unknownTemplate(template, version));
  }
  if (referred.kind === 'withdrawn') {
    return say('withdrawn_template', words.withdrawnTemplate(template));
  }
  if (referred.channel !== data.channel) {
    return say('other_channel', words.otherChannel(template, referred.channel, String(data.channel)));
  }
  return { ...node, data: { ...data, content: referred.content } };
}
