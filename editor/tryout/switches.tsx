'use client';
import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Persona as Invented } from '#api/routes/personas.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { PERSONAS } from '#core/persona.ts';
import type { Plan } from '#core/plan.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { portsOf } from '#editor/state/ports.ts';
import { askedOf, NEVER, type Scalar, type Script, type Turn, WHATS } from '#editor/tryout/script.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Checkbox, Input, Select } from '#editor/ui/input.tsx';
import type { Language } from '#editor/ui/moment.ts';

type Props = {
  script: Script;
  onScript: (change: Partial<Script>) => void;
  personas: readonly Invented[];
  graph: Graph;
  /** null: the draft is unfinished. */
  plan: Plan | null;
  events: readonly string[];
};

/** Who walks, and what happens to them on the way. */
export function SwitchPanel({ script, onScript, personas, graph, plan, events }: Props) {
  const t = useTranslations('tryout');
  const builtIn = PERSONAS.some((name) => name === script.persona);
  const put = (turn: Turn) => onScript({ turns: script.turns.map((each) => (each.key === turn.key ? turn : each)) });
  return (
    <Card className="grid content-start gap-4 self-start p-4">
      <h2 className="font-semibold">{t('who')}</h2>
      <Field label={t('persona')} hint={builtIn ? t(`about.${script.persona}`) : t('aboutOwn')}>
        {(control) => (
          <Select {...control} value={script.persona} onChange={(e) => onScript({ persona: e.target.value })}>
            {PERSONAS.map((name) => (
              <option key={name} value={name}>
                {t(`personas.${name}`)}
              </option>
            ))}
            {personas.length > 0 ? (
              <optgroup label={t('own')}>
                {personas.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ) : null}
          </Select>
        )}
      </Field>
      <Field label={t('had')}>
        {(control) => (
          <Input
            {...control}
            type="number"
            min={0}
            max={20}
            value={script.had}
            onChange={(e) => onScript({ had: Math.max(0, Math.min(20, Number(e.target.value) || 0)) })}
          />
        )}
      </Field>
      <label htmlFor="try-control" className="flex items-center gap-2 text-sm">
        <Checkbox id="try-control" checked={script.control} onChange={(e) => onScript({ control: e.target.checked })} />
        {t('control')}
      </label>
      {plan ? <Entry {...{ script, onScript, personas, plan }} /> : null}
      <h2 className="font-semibold">{t('happens')}</h2>
      {script.turns.map((turn) => (
        <Happening
          key={turn.key}
          turn={turn}
          events={events}
          onTurn={put}
          onRemove={() => onScript({ turns: script.turns.filter(({ key }) => key !== turn.key) })}
        />
      ))}
      <div className="flex flex-wrap gap-1.5">
        {WHATS.map((what) => (
          <Button
            key={what}
            size="small"
            className="h-7 px-2 text-xs"
            disabled={what === 'event' && events.length === 0}
            onClick={() => {
              const more = what === 'event' ? { event: events[0] ?? '' } : {};
              onScript({ turns: [...script.turns, { key: crypto.randomUUID(), what, day: 5, ...more }] });
            }}
          >
            <Plus aria-hidden />
            {t(`adds.${what}`)}
          </Button>
        ))}
      </div>
      {plan ? <Ways {...{ script, onScript, graph, plan }} /> : null}
    </Card>
  );
}

/** What the event that begins the chain says, as far as the chain asks: each way of a condition can be seen. */
function Entry({ script, onScript, personas, plan }: Pick<Props, 'script' | 'onScript' | 'personas'> & { plan: Plan }) {
  const t = useTranslations('tryout');
  const own = personas.find(({ id }) => id === script.persona)?.entry as Record<string, Scalar> | undefined;
  const asked = Object.entries(askedOf(plan, Date.UTC(2000, 0))).filter(([name]) => name !== plan.entry.key);
  if (asked.length === 0) return null;
  return (
    <>
      <h2 className="font-semibold">{t('entryEvent')}</h2>
      <div className="grid grid-cols-2 gap-3">
        {asked.map(([name, madeUp]) => {
          const value = script.entry[name] ?? own?.[name] ?? madeUp;
          const number = typeof madeUp === 'number';
          return (
            <Field key={name} label={name}>
              {(control) => (
                <Input
                  {...control}
                  type={number ? 'number' : 'text'}
                  step="any"
                  value={String(value)}
                  onChange={({ target }) => {
                    const next = number && target.value !== '' ? target.valueAsNumber : target.value;
                    onScript({ entry: { ...script.entry, [name]: next } });
                  }}
                />
              )}
            </Field>
          );
        })}
      </div>
    </>
  );
}

const CHANNELS = ['*', 'email', 'sms', 'call', 'letter'];

function Happening({
  turn,
  events,
  onTurn,
  onRemove,
}: {
  turn: Turn;
  events: readonly string[];
  onTurn: (turn: Turn) => void;
  onRemove: () => void;
}) {
  const t = useTranslations('tryout');
  return (
    <fieldset className="grid gap-2 rounded-lg border p-3">
      <legend className="sr-only">{t(`adds.${turn.what}`)}</legend>
      <div className="grid grid-cols-[1fr_5rem_auto] items-center gap-2">
        <label htmlFor={turn.key} className="text-sm">
          {t(`after.${turn.what}`)}
        </label>
        <Input
          id={turn.key}
          type="number"
          min={0}
          max={1_000}
          value={turn.day}
          onChange={(e) => onTurn({ ...turn, day: Math.max(0, Number(e.target.value) || 0) })}
        />
        <Button
          look="ghost"
          size="icon"
          aria-label={t('takeAway', { what: t(`adds.${turn.what}`) })}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
      {turn.what === 'event' ? (
        <Select aria-label={t('event')} value={turn.event} onChange={(e) => onTurn({ ...turn, event: e.target.value })}>
          {[...new Set([turn.event ?? '', ...events])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      ) : null}
      {turn.what === 'unsubscribes' ? (
        <Select
          aria-label={t('fromWhat')}
          value={turn.channel ?? '*'}
          onChange={(e) => onTurn({ ...turn, channel: e.target.value })}
        >
          {CHANNELS.map((channel) => (
            <option key={channel} value={channel}>
              {t(`channels.${channel === '*' ? 'all' : channel}`)}
            </option>
          ))}
        </Select>
      ) : null}
    </fieldset>
  );
}

/** What is drawn by lot, and what people answer: chosen here, so that each way can be seen. */
function Ways({ script, onScript, graph, plan }: Pick<Props, 'script' | 'onScript' | 'graph'> & { plan: Plan }) {
  const t = useTranslations('tryout');
  const language = useLocale() as Language;
  const drawn = graph.steps.filter(({ type }) => type === 'split');
  const tasks = plan.steps.flatMap(({ step, op }) =>
    op.kind === 'touch' && op.touch.channel === 'task'
      ? [{ step, outcomes: (op.touch.content as { outcomes?: string[] }).outcomes ?? [] }]
      : [],
  );
  const known = new Map(graph.steps.map((step): [string, GraphStep] => [step.id, step]));
  const title = (id: string) => (known.has(id) ? cardOf(known.get(id)!, language).title : id);
  const chosen = (of: Record<string, string>, step: string, value: string) => {
    const { [step]: _, ...others } = of;
    return value === '' ? others : { ...others, [step]: value };
  };
  return (
    <>
      {drawn.length > 0 ? <h2 className="font-semibold">{t('arms')}</h2> : null}
      {drawn.map((step) => (
        <Field key={step.id} label={title(step.id)}>
          {(control) => (
            <Select
              {...control}
              value={script.arms[step.id] ?? ''}
              onChange={(e) => onScript({ arms: chosen(script.arms, step.id, e.target.value) })}
            >
              <option value="">{t('byLot')}</option>
              {portsOf(step).map((port) => (
                <option key={port.name} value={port.name}>
                  {port.label[language]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      {tasks.length > 0 ? <h2 className="font-semibold">{t('answers')}</h2> : null}
      {tasks.map(({ step, outcomes }) => (
        <Field key={step} label={title(step)}>
          {(control) => (
            <Select
              {...control}
              value={script.answers[step] ?? ''}
              onChange={(e) => onScript({ answers: chosen(script.answers, step, e.target.value) })}
            >
              <option value="">{t('nextDay', { outcome: outcomes[0] ?? t('doneIt') })}</option>
              {outcomes.slice(1).map((outcome) => (
                <option key={outcome} value={outcome}>
                  {t('nextDay', { outcome })}
                </option>
              ))}
              <option value={NEVER}>{t('nobody')}</option>
            </Select>
          )}
        </Field>
      ))}
    </>
  );
}
