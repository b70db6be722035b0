/** Answers a plan's question about one member: which port it leaves by. */
import { type Arm, drawArm } from '#core/arms.ts';
import { evaluate } from '#core/condition.ts';
import type { Facts } from '#core/facts.ts';
import type { Question } from '#core/plan.ts';

export type AnswerContext = {
  facts: Facts;
  salt: string;
  customer: number;
  chain: number;
  /** Graph step id. */
  step: string;
  /** The port drawn at this step before, if any. */
  recorded?: string | undefined;
  now: number;
};

export function answer(question: Question, ctx: AnswerContext): string {
  switch (question.kind) {
    case 'condition':
      return evaluate(question.if, ctx.facts, null, ctx.now) ? 'yes' : 'no';
    case 'arm':
      if (ctx.recorded !== undefined && known(question.arms, ctx.recorded)) return ctx.recorded;
      return drawArm(ctx.salt, ctx.customer, ctx.chain, ctx.step, question.arms);
  }
}

/** An arm that a newer version has taken away is drawn again. */
function known(arms: readonly Arm[], port: string): boolean {
  return arms.some((arm) => arm.port === port);
}
