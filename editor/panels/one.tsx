'use client';
import { useLocale, useTranslations } from 'next-intl';
import { channelOf, channels } from '#core/channels/index.ts';
import type { GraphStep } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { stepTypeOf } from '#core/steps/index.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { ContentPicker } from '#editor/contents/picker.tsx';
import { FormPart } from '#editor/panels/field.tsx';
import { type FormField, fieldsOf } from '#editor/panels/form.ts';
import { type Hands, idOf, type Loose, looseOf, type Path } from '#editor/panels/hands.ts';
import { Placed, Wrong } from '#editor/panels/placed.tsx';
import { Delay } from '#editor/panels/terms.tsx';
import { bare } from '#editor/panels/troubles.ts';
import { Sentence } from '#editor/panels/words.tsx';
import { editStep, setField } from '#editor/state/document.ts';
import { contentOf } from '#editor/state/quick.ts';
import { useEditor } from '#editor/state/store.ts';
import { Input, Select } from '#editor/ui/input.tsx';

/** Fields that most steps leave as they are. */
const SELDOM: Record<string, readonly string[]> = {
  contact: ['offer', 'topics', 'brand', 'weight'],
  entry: ['maxAgeDays'],
  email: ['fromName', 'replyTo', 'text', 'defaults', 'listId', 'language', 'languages'],
  task: ['defaults'],
};
/** Where the schema's order is not the order in which one thinks. */
const ORDER: Record<string, readonly string[]> = {
  contact: ['when', 'content', 'class', 'onExcess', 'validUntil', 'ifLate'],
};
const KINDS = ['email', 'letter', 'call', 'sms', 'other'] as const;

/** One step: as a sentence, and as a form of all its fields. */
export function One({ step }: { step: GraphStep }) {
  const locale = useLocale() === 'fr' ? 'fr' : 'en';
  const hands = useHands(step);
  const { change } = useEditor.getState();
  const type = stepTypeOf(step.type);
  const fields = (type ? fieldsOf(type.data) : []).filter(({ key }) => key !== 'channel');
  const delayed = fields.some(({ key }) => key === 'for');
  const seldom = SELDOM[step.type] ?? [];
  const order = ORDER[step.type] ?? [];
  const usual = fields
    .filter(({ key }) => !seldom.includes(key) && !(delayed && (key === 'for' || key === 'until')))
    .sort((a, b) => (order.indexOf(a.key) >>> 0) - (order.indexOf(b.key) >>> 0));
  return (
    <>
      <h2 className="font-semibold text-lg">{type?.label[locale] ?? step.type}</h2>
      <Sentence hands={hands} />
      <Wrong text={hands.problem(['type'])} />
      <Placed at={['label']} hands={hands}>
        {(control) => (
          <Input
            {...control}
            disabled={hands.readonly}
            placeholder={cardOf({ ...step, label: '' }, locale).title}
            value={step.label ?? ''}
            onChange={(e) =>
              change('rename', (g) => editStep(g, step.id, { label: e.target.value || undefined }), {
                blend: `${step.id}.label`,
              })
            }
          />
        )}
      </Placed>
      {step.type === 'contact' ? <Kind hands={hands} /> : null}
      {usual.map((field) =>
        field.key === 'content' ? (
          <Content key="content" hands={hands} />
        ) : (
          <Section key={field.key} of={field.key}>
            <FormPart field={field} path={[field.key]} value={step.data[field.key]} hands={hands} />
          </Section>
        ),
      )}
      {delayed ? <Delay data={step.data} hands={hands} /> : null}
      <More fields={fields.filter(({ key }) => seldom.includes(key))} data={step.data} path={[]} hands={hands} />
    </>
  );
}

/** A date is several fields: it gets a heading. */
function Section({ of, children }: { of: string; children: React.ReactNode }) {
  const t = useTranslations('panels');
  if (of !== 'when') return children;
  return (
    <fieldset className="grid gap-2" id={idOf([of])} tabIndex={-1}>
      <legend className="mb-2 font-medium text-sm">{t(`fields.${of}`)}</legend>
      {children}
    </fieldset>
  );
}

function More({
  fields,
  data,
  path,
  hands,
}: {
  fields: readonly FormField[];
  data: Loose;
  path: readonly string[];
  hands: Hands;
}) {
  const t = useTranslations('panels');
  if (fields.length === 0) return null;
  const used = fields.filter(({ key }) => data[key] !== undefined).length;
  return (
    <details className="group">
      <summary className="cursor-pointer font-medium text-muted-foreground text-sm hover:text-foreground">
        {t('more')}
        {used > 0 ? <span className="ml-2 text-xs">{t('used', { n: used })}</span> : null}
      </summary>
      <div className="mt-3 grid gap-4">
        {fields.map((field) => (
          <FormPart key={field.key} field={field} path={[...path, field.key]} value={data[field.key]} hands={hands} />
        ))}
      </div>
    </details>
  );
}

/** What the customer sees of it: an e-mail, or one of the things people do. */
function Kind({ hands }: { hands: Hands }) {
  const t = useTranslations('panels');
  const { channel, content } = hands.step.data;
  const own = looseOf(content);
  const kind = channel === 'task' ? String(own.kind ?? 'other') : String(channel ?? '');
  const known = (KINDS as readonly string[]).includes(kind);
  const turn = (next: string) => {
    if (next === 'email') hands.put([], { channel: 'email', content: contentOf('email', '') });
    else if (channel === 'task') hands.put(['content', 'kind'], next);
    else hands.put([], { channel: 'task', content: contentOf(next, '') });
  };
  return (
    <Placed at={['channel']} hands={hands}>
      {(control) => (
        <Select {...control} disabled={hands.readonly} value={kind} onChange={(event) => turn(event.target.value)}>
          {known ? null : <option value={kind}>{kind}</option>}
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`choices.${one}`)}
            </option>
          ))}
        </Select>
      )}
    </Placed>
  );
}

function Content({ hands }: { hands: Hands }) {
  const t = useTranslations('panels');
  const channel = String(hands.step.data.channel);
  const schema = channelOf(channel)?.content;
  const content = looseOf(hands.step.data.content);
  if (!schema || !Object.hasOwn(channels, channel)) return <Wrong text={hands.problem(['channel'])} />;
  const fields = fieldsOf(schema).filter(({ key }) => key !== 'kind' || channel !== 'task');
  const seldom = SELDOM[channel] ?? [];
  return (
    <fieldset className="grid gap-3" id={idOf(['content'])} tabIndex={-1}>
      <legend className={channel === 'email' ? 'sr-only' : 'mb-2 font-medium text-sm'}>{t('fields.content')}</legend>
      <ContentPicker channel={channel} content={content} onChange={(next) => hands.put(['content'], next)}>
        <div className="grid gap-4">
          {fields
            .filter(({ key }) => !seldom.includes(key))
            .map((field) => (
              <FormPart
                key={field.key}
                field={field}
                path={['content', field.key]}
                value={content[field.key]}
                hands={hands}
              />
            ))}
          <More
            fields={fields.filter(({ key }) => seldom.includes(key))}
            data={content}
            path={['content']}
            hands={hands}
          />
        </div>
      </ContentPicker>
      <Wrong text={hands.problem(['content'])} />
    </fieldset>
  );
}

function useHands(step: GraphStep): Hands {
  const { graph, problems, readonly } = useEditor();
  const { change } = useEditor.getState();
  const own = problems.filter((p) => p.step === step.id);
  const said = (path: Path, severity: Problem['severity']) => {
    const found = own.find((p) => p.field === path.join('.') && p.severity === severity);
    return found && bare(found, step);
  };
  return {
    graph,
    step,
    readonly,
    problem: (path) => said(path, undefined),
    advice: (path) => said(path, 'warning'),
    put: (path, value) =>
      change(
        'edit',
        (g) => (path.length === 0 ? editStep(g, step.id, { data: value as Loose }) : setField(g, step.id, path, value)),
        { blend: `${step.id}.${path.join('.')}` },
      ),
  };
}
