/** The tables of contents: templates and their versions, personas, proofs. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { DefaultJson, JsonColumn, MaybeTime, Time } from '#store/columns.ts';

export type TemplatesTable = {
  id: GeneratedAlways<number>;
  name: string;
  channel: string;
  folder: string | null;
  draft: JsonColumn;
  revision: Generated<number>;
  version: number | null;
  created_at: Time;
  updated_at: Time;
  withdrawn_at: MaybeTime;
};

export type TemplateVersionsTable = {
  template: number;
  number: number;
  draft: JsonColumn;
  content: JsonColumn;
  note: string | null;
  saved_by: string | null;
  saved_at: Time;
};

export type PersonasTable = {
  id: GeneratedAlways<number>;
  name: string;
  locale: string;
  zone: string | null;
  country: string | null;
  traits: DefaultJson;
  entry: DefaultJson;
};

export type ProofListsTable = { id: GeneratedAlways<number>; name: string; addresses: string[] };

export type ProofsTable = {
  id: GeneratedAlways<number>;
  template: number | null;
  list: string;
  recipients: number;
  sent_by: string;
  at: Time;
};

export type ContentTables = {
  templates: TemplatesTable;
  template_versions: TemplateVersionsTable;
  personas: PersonasTable;
  proof_lists: ProofListsTable;
  proofs: ProofsTable;
};
