/** The sentences of problems, a file a language: what the API refuses and the editor shows are the same words. */
import type { z } from 'zod';
import type { Language } from '#core/language.ts';
import { en } from '#core/wording/en.ts';
import { fr } from '#core/wording/fr.ts';

export { LANGUAGES, type Language, languageAsked } from '#core/language.ts';

type Param = 'days' | 'number' | 'text' | 'offer' | 'boolean' | 'date';

export type Wording = {
  language: Language;
  step(name: string, rest: string): string;
  field(field: string, rest: string): string;
  /** `rest`: what zod said, in this language. */
  issue(field: string, rest: string): string;
  unknownField(field: string): string;
  /** For `safeParse`: says what is wrong where a schema has no words of its own. Absent: zod's own English. */
  zod: z.core.$ZodErrorMap | undefined;
  /** The words a schema has of its own, which are written in English. */
  phrase(english: string): string;

  graphShape: string;
  graphSchema(newest: number, got: string, newer: boolean): string;
  graphDepth(most: number): string;
  graphIssue(field: string, rest: string): string;
  zone(got: string): string;
  param(name: string, wanted: string, got: string): string;
  paramKinds: Record<Param, string>;

  unknownType(type: string): string;
  unknownParam(name: string): string;
  badAnchor(got: string): string;
  noKey: string;
  noContact(name: string): string;

  duplicateStep: string;
  edgeFromMissing(from: string): string;
  edgeToMissing(port: string, to: string): string;
  edgeIntoEntry(port: string): string;
  edgeIntoGoal(port: string, to: string): string;
  unknownPort(port: string, known: readonly string[]): string;
  portUsedTwice(port: string): string;
  noEntry: string;
  twoEntries(first: string): string;
  unconnected(port: string): string;
  unreachable: string;
  endless(loop: readonly string[]): string;

  entryNeedsEvent: string;
  unknownTemplate(template: string, version: number): string;
  withdrawnTemplate(template: string): string;
  otherChannel(template: string, is: string, wanted: string): string;
  unknownChannel(known: readonly string[], got: string): string;
  asksEvent: string;
  portTwice(port: string): string;
  shares(sum: number): string;

  noGoal: string;
  neverBeside(step: string): string;
  noEvent(step: string): string;
  unusedParam(name: string): string;
  noValue(step: string): string;
  notANumber(step: string, value: string): string;

  notAChain: string;
  newerFile(got: number, newest: number): string;
  missingTemplate(template: string, version: number): string;

  unknownVariable(name: string, roots: readonly string[]): string;
  /** What the Liquid parser said, of which only the first line. */
  liquid(english: string): string;
};

const wordings: Record<Language, Wording> = { en, fr };

export function wordingOf(language: Language): Wording {
  return wordings[language];
}

/** For `safeParse`, so that zod speaks the language. */
export function inWords({ zod }: Wording): z.core.ParseContext<z.core.$ZodIssue> | undefined {
  return zod === undefined ? undefined : { error: zod };
}
