'use client';
import { useLocale, useTranslations } from 'next-intl';
import { channelOf, channels } from '#core/channels/index.ts';
import type { GraphStep } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import { FormPart, type Hands, idOf, type Path } from '#editor/panels/field.tsx';
import { type FormField, fieldsOf } from '#editor/panels/form.ts';
import { Problems } from '#editor/panels/problems.tsx';
import { sentenceOf } from '#editor/panels/sentence.ts';
import { editStep, setField } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';

const CHANNEL: FormField = {
  key: 'channel',
  optional: false,
  params: [],
  kind: 'choice',
  choices: Object.keys(channels),
};

/** What is chosen, as a sentence and a form; of several steps, what they have in common. */
export function Inspector() {
  const graph = useEditor((s) => s.graph);
  const selection = useEditor((s) => s.selection);
  const chosen = graph.steps.filter((step) => selection.has(step.id));
  const [only] = chosen;
  return (
    <div className="grid gap-4 p-4">
      {chosen.length === 1 && only ? <One key={only.id} step={only} /> : null}
      {chosen.length > 1 ? <Several steps={chosen} /> : null}
      <Problems />
    </div>
  );
}

function One({ step }: { step: GraphStep }) {
  const t = useTranslations('panels');
  const locale = useLocale() === 'fr' ? 'fr' : 'en';
  const { graph, problems, readonly } = useEditor();
  const { change } = useEditor.getState();
  const type = stepTypeOf(step.type);
  const own = problems.filter((p) => p.step === step.id && p.severity !== 'warning');
  const hands: Hands = {
    params: graph.params,
    readonly,
    problem: (path) => brief(own.find((p) => p.field === path.join('.'))),
    put: (path: Path, value) =>
      change('edit', (g) => setField(g, step.id, path, value), { blend: `${step.id}.${path.join('.')}` }),
  };
  const pieces = sentenceOf(step, (key, values) => t(`sentence.${key}`, values));
  const content = channelOf(String(step.data.channel))?.content;
  const fields = type ? fieldsOf(type.data) : [];
  return (
    <>
      <h2 className="font-semibold text-lg">{type?.label[locale] ?? step.type}</h2>
      {pieces.length > 0 ? (
        <p className="leading-7">
          {pieces.map(({ text, field }, i) => (
            <span key={field}>
              {i > 0 ? ', ' : null}
              <button
                type="button"
                className="text-left font-medium text-primary underline decoration-dotted underline-offset-4"
                onClick={() => focusOn(field ?? '')}
              >
                {text}
              </button>
            </span>
          ))}
          .
        </p>
      ) : null}
      <Field label={t('fields.label')}>
        {(control) => (
          <Input
            {...control}
            disabled={readonly}
            value={step.label ?? ''}
            onChange={(e) =>
              change('label', (g) => editStep(g, step.id, { label: e.target.value }), { blend: `${step.id}.label` })
            }
          />
        )}
      </Field>
      {fields
        .filter((field) => field.key !== 'content')
        .map((field) => (
          <FormPart
            key={field.key}
            field={field.key === 'channel' ? CHANNEL : field}
            path={[field.key]}
            value={step.data[field.key]}
            hands={hands}
          />
        ))}
      {content ? (
        <FormPart
          field={{ key: 'content', optional: false, params: [], kind: 'group', fields: fieldsOf(content) }}
          path={['content']}
          value={step.data.content}
          hands={hands}
        />
      ) : null}
    </>
  );
}

function Several({ steps }: { steps: readonly GraphStep[] }) {
  const t = useTranslations('panels');
  const readonly = useEditor((s) => s.readonly);
  const contacts = steps.filter((step) => step.type === 'contact');
  const put = (key: string, value: string) =>
    useEditor
      .getState()
      .change('edit', (graph) => contacts.reduce((g, { id }) => setField(g, id, [key], value), graph));
  const choices = { class: ['service', 'information', 'commercial'], onExcess: ['postpone', 'skip'] };
  return (
    <>
      <h2 className="font-semibold text-lg">{t('several', { n: steps.length })}</h2>
      {contacts.length === 0
        ? null
        : Object.entries(choices).map(([key, values]) => {
            const all = new Set(contacts.map(({ data }) => String(data[key] ?? '')));
            return (
              <Field key={key} label={t(`fields.${key}`)}>
                {(control) => (
                  <Select
                    {...control}
                    disabled={readonly}
                    value={all.size === 1 ? [...all][0] : ''}
                    onChange={(e) => put(key, e.target.value)}
                  >
                    <option value="" disabled>
                      {t('various')}
                    </option>
                    {values.map((value) => (
                      <option key={value} value={value}>
                        {t(`choices.${value}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            );
          })}
    </>
  );
}

/** The field itself, or the first thing in it that takes the focus. */
export function focusOn(path: string): void {
  const place = document.getElementById(idOf(path.split(/[.-]/)));
  const control = place?.querySelector<HTMLElement>('input, select, textarea, button') ?? place;
  control?.scrollIntoView({ block: 'nearest' });
  control?.focus();
}

/** Without the names of the step and of the field it stands at. */
function brief(problem: Problem | undefined): string | undefined {
  if (problem?.field === undefined) return problem?.message;
  const at = problem.message.indexOf(`${problem.field}`);
  if (at < 0) return problem.message;
  const said = problem.message.slice(at + problem.field.length).replace(/^\s*:\s*/, '');
  return said.charAt(0).toUpperCase() + said.slice(1);
}
