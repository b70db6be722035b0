/** A zod schema as a tree of fields, so that a new step type has its form without a line written for it. */
import type { z } from 'zod';

/** `standing`: what holds where nothing is written. */
type Head = { key: string; optional: boolean; params: readonly string[]; standing?: string };
export type FormField = Head &
  (
    | { kind: 'text' | 'number' | 'switch' | 'json' }
    | { kind: 'choice'; choices: readonly string[] }
    | { kind: 'group'; fields: FormField[] }
    | { kind: 'list'; item: FormField }
    /** One of several shapes, told by the literal under `tag`. */
    | { kind: 'shapes'; tag: string; shapes: { value: string; fields: FormField[] }[] }
  );

type Def = {
  type: string;
  innerType?: z.ZodType;
  defaultValue?: unknown;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string>;
  options?: z.ZodType[];
  element?: z.ZodType;
  discriminator?: string;
  values?: unknown[];
};

export function fieldOf(schema: z.ZodType, key = ''): FormField {
  let at = schema;
  let optional = false;
  let standing: string | undefined;
  let params: readonly string[] = paramsOf(at);
  for (
    let def = defOf(at);
    def.innerType && ['optional', 'default', 'nonoptional'].includes(def.type);
    def = defOf(at)
  ) {
    optional = true;
    const value = def.type === 'default' ? def.defaultValue : undefined;
    if (typeof value === 'string' || typeof value === 'number') standing ??= String(value);
    at = def.innerType;
    if (params.length === 0) params = paramsOf(at);
  }
  const def = defOf(at);
  const head: Head = { key, optional, params, ...(standing === undefined ? {} : { standing }) };
  switch (def.type) {
    case 'string':
      return { ...head, kind: 'text' };
    case 'number':
      return { ...head, kind: 'number' };
    case 'boolean':
      return { ...head, kind: 'switch' };
    case 'enum':
      return { ...head, kind: 'choice', choices: Object.values(def.entries ?? {}) };
    case 'object':
      return { ...head, kind: 'group', fields: fieldsOf(at) };
    case 'array': {
      const item = fieldOf(def.element!, 'item');
      return item.kind === 'json' ? { ...head, kind: 'json' } : { ...head, kind: 'list', item };
    }
    case 'union':
      return shapes(def, head);
    default:
      return { ...head, kind: 'json' };
  }
}

export function fieldsOf(schema: z.ZodType): FormField[] {
  return Object.entries(defOf(schema).shape ?? {}).map(([key, inner]) => fieldOf(inner, key));
}

/** What has no one widget is shown as it is written, so that nothing of it is lost. */
function shapes(def: Def, head: Head): FormField {
  const tag = def.discriminator;
  const options = def.options ?? [];
  if (tag === undefined) {
    const texts = options.every((option) => defOf(option).type === 'string');
    return texts && options.length > 0 ? { ...head, kind: 'text' } : { ...head, kind: 'json' };
  }
  const list = options.map((option) => ({
    value: String(defOf(defOf(option).shape![tag]!).values?.[0]),
    fields: fieldsOf(option).filter((field) => field.key !== tag),
  }));
  return { ...head, kind: 'shapes', tag, shapes: list };
}

function defOf(schema: z.ZodType): Def {
  return schema.def as unknown as Def;
}

function paramsOf(schema: z.ZodType): readonly string[] {
  return (schema.meta()?.param as readonly string[] | undefined) ?? [];
}
