/** What is wrong with a chain, in English. The other languages have the same sentences: the compiler asks for each. */
import { zodInEnglish } from '#core/wording/en-zod.ts';
import type { Wording } from '#core/wording/index.ts';

const list = (names: readonly string[]) => names.join(', ');

export const en: Wording = {
  language: 'en',
  step: (name, rest) => `Step ${name}: ${rest}`,
  field: (field, rest) => `${field}: ${rest}`,
  issue: (field, rest) => `${field || 'data'}: ${rest.replace(/^Invalid input: /, '')}.`,
  unknownField: (field) => `${field}: unknown field; correct or remove it.`,
  zod: zodInEnglish,
  phrase: (english) => english,

  graphShape: 'A graph is a JSON object with schema, name, steps and edges.',
  graphSchema: (newest, got, newer) =>
    `schema: expected a version from 1 to ${newest}, got ${got}.${newer ? ' The document was made by a newer Jalon: update this one.' : ''}`,
  graphDepth: (most) => `A graph may be nested ${most} levels deep; this one is deeper.`,
  graphIssue: (field, rest) => `${field || 'graph'}: ${rest}.`,
  zone: (got) => `zone: expected an IANA zone such as Europe/Paris, got ${got}.`,
  param: (name, wanted, got) => `Parameter ${name}: expected ${wanted}, got ${got}.`,
  paramKinds: {
    days: 'a whole number of days',
    number: 'a number',
    text: 'a text',
    offer: 'the id of an offer',
    boolean: 'true or false',
    date: 'a date as YYYY-MM-DD',
  },

  unknownType: (type) => `there is no step type ${type}.`,
  unknownParam: (name) => `the chain has no parameter ${name}; declare it or name another.`,
  badAnchor: (got) => `expected a contact that comes before this step, got ${got}.`,
  noKey: 'the trigger names no key; name one, or drop sameKey.',
  noContact: (name) => `there is no contact ${name}.`,

  duplicateStep: 'another step has this id; ids are unique.',
  edgeFromMissing: (from) => `An edge starts at step ${from}, which does not exist.`,
  edgeToMissing: (port, to) => `outcome ${port} leads to step ${to}, which does not exist.`,
  edgeIntoEntry: (port) => `outcome ${port} leads to the trigger; nothing may.`,
  edgeIntoGoal: (port, to) => `outcome ${port} leads to goal ${to}, which stands beside the path; remove the edge.`,
  unknownPort: (port, known) =>
    `there is no outcome ${port}; ${known.length > 0 ? `its outcomes are ${list(known)}` : 'it has none'}.`,
  portUsedTwice: (port) => `two edges leave outcome ${port}; an outcome leads to one step.`,
  noEntry: 'The chain has no trigger: add one step of type entry.',
  twoEntries: (first) => `the chain already begins at “${first}”; remove one trigger.`,
  unconnected: (port) => `outcome “${port}” leads nowhere; connect it, to an end if nothing follows.`,
  unreachable: 'nothing leads here from the trigger; connect or remove it.',
  endless: (loop) => `the loop ${loop.join(' → ')} never waits; put a wait with a duration into it.`,

  entryNeedsEvent: 'a filter or a key is asked of an event: name the event.',
  unknownTemplate: (template, version) => `there is no version ${version} of the template ${template}; choose another.`,
  withdrawnTemplate: (template) => `the template ${template} was withdrawn; choose another, or bring it back.`,
  otherChannel: (template, is, wanted) => `the template ${template} is for ${is}, the contact for ${wanted}.`,
  unknownChannel: (known, got) => `channel: expected one of ${list(known)}, got ${got}.`,
  asksEvent: 'if: no event arrives at a condition; ask entry.…, or `happened` with a filter.',
  portTwice: (port) => `the outcome ${port} is there already: name another.`,
  shares: (sum) => `shares must add up to 100, got ${sum}.`,

  noGoal: 'The chain has no goal: nothing will show whether it works.',
  neverBeside: (step) => `Step ${step}: enrolments side by side need a second entry, and re-entry is set to never.`,
  noEvent: (step) => `Step ${step}: its date stands in the entry event, and the trigger names none.`,
  noValue: (step) => `Step ${step}: a condition compares with nothing: say with what.`,
  notANumber: (step, value) => `Step ${step}: “${value}” is no number, and is compared letter by letter.`,
  unusedParam: (name) => `Parameter ${name} is used nowhere.`,

  notAChain: 'The file is not a chain: expected one that was exported here, or a graph.',
  newerFile: (got, newest) => `The file is of format ${got}, and this Jalon reads up to ${newest}: update it first.`,
  missingTemplate: (template, version) =>
    `the file lacks version ${version} of the template ${template}, which the step names.`,

  unknownVariable: (name, roots) => `unknown variable "${name}"; variables start with one of ${list(roots)}`,
  liquid: (english) => english,
};
