/** What a content says to one customer, without sending it: asked of the hands of its channel. */
import type { EmailContent } from '#core/channels/email.ts';
import type { TaskContent } from '#core/channels/task.ts';
import type { Json } from '#core/facts.ts';
import type { TouchClass } from '#core/plan.ts';

/** Whom the content is shown as. */
export type Reader = {
  locale: string;
  zone: string;
  country: string;
  traits: Record<string, Json>;
  /** Properties of the event that would have set the chain off. */
  entry: Record<string, Json>;
  params: Record<string, string | number | boolean>;
  offer?: Record<string, Json>;
  class: TouchClass;
  brand: string;
  brandName: string;
  now: number;
};

export type Previewed =
  | { kind: 'ready'; subject: string; html: string; text: string }
  /** Variables without value and without fallback: no such mail would leave. */
  | { kind: 'missing'; variables: string[] }
  | { kind: 'invalid'; reason: string };

export type TaskWords = Pick<TaskContent, 'title' | 'body' | 'defaults'>;
export type PreviewedTask = Exclude<Previewed, { kind: 'ready' }> | { kind: 'ready'; title: string; body: string };

export type Preview = {
  /** `links` stand for what only a real mail has: the customer's own addresses. */
  show(content: EmailContent, reader: Reader, links: { unsubscribeUrl: string; preferencesUrl: string }): Previewed;
  /** A letter or a script, as a person gets it on the work list. */
  task(content: TaskWords, reader: Reader): PreviewedTask;
  /** Full paths of all that the content may ask for. Its Liquid is sound. */
  variables(content: EmailContent): string[];
  /** The text part that is sent where none is written. */
  textOf(html: string): string;
};
