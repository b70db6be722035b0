/** Something only the user can mend: thrown by setup, shown by the command line as its sentences, without a stack. */
import type { Problem } from '#core/problem.ts';

export class Refusal extends Error {
  override name = 'Refusal';

  static of(problems: readonly Problem[]): Refusal {
    return new Refusal(problems.map(({ message }) => message).join('\n'));
  }
}
