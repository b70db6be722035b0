/** The hands of all channels: a new one is a file beside this one and a line here (and its content in core/channels). */
import type { Adapter } from '#activities/channels/adapter.ts';
import { createEmail, type EmailOptions } from '#activities/channels/email.ts';
import { checkLiquid } from '#activities/channels/liquid.ts';
import { createTask } from '#activities/channels/task.ts';
import type { ChannelName } from '#core/channels/index.ts';
import type { Clock } from '#core/clock.ts';
import type { ContentCheck } from '#core/compile.ts';
import { wordingOf } from '#core/wording/index.ts';
import type { Db } from '#store/db.ts';

export type AdapterDeps = { db: Db; clock: Clock; email: EmailOptions };

/** Content has been checked by compile and messages go back only to where they came from: unknown is enough outside. */
export type AnyAdapter = Adapter<unknown, unknown>;

type Hands = {
  create(deps: AdapterDeps): AnyAdapter;
  /** Fields of the content that are Liquid. */
  liquid: readonly string[];
};

const hands = {
  email: { create: (deps) => createEmail(deps.email), liquid: ['subject', 'preheader', 'html', 'text'] },
  task: { create: createTask, liquid: ['title', 'body'] },
} satisfies Record<ChannelName, Hands>;

export type Adapters = Record<ChannelName, AnyAdapter>;

export function createAdapters(deps: AdapterDeps): Adapters {
  const made = Object.entries<Hands>(hands).map(([name, { create }]) => [name, create(deps)] as const);
  return Object.fromEntries(made) as Adapters;
}

/** For compile: what is wrong with the Liquid of a content. */
export const checkContent: ContentCheck = (channel, content, language = 'en') => {
  const known = (hands as Record<string, Hands | undefined>)[channel];
  if (known === undefined || typeof content !== 'object' || content === null) return [];
  const { languages } = content as { languages?: Record<string, unknown> };
  const others = Object.entries(languages ?? {}).map(([name, words]) => ({ at: `languages.${name}.`, words }));
  return [{ at: '', words: content as unknown }, ...others].flatMap(({ at, words }) =>
    known.liquid.flatMap((field) => {
      const text = (words as Record<string, unknown>)[field];
      const message = typeof text === 'string' ? checkLiquid(text, wordingOf(language)) : null;
      return message === null ? [] : [{ field: `${at}${field}`, message }];
    }),
  );
};
