'use client';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { GraphStep } from '#core/graph.ts';
import type { Language } from '#core/wording/index.ts';
import { cardOf, inReadingOrder, signOf } from '#editor/canvas/card.ts';
import { addSign } from '#editor/canvas/deeds.ts';
import type { Deed } from '#editor/canvas/keys.ts';
import { SignMenu } from '#editor/canvas/signmenu.tsx';
import { Sign } from '#editor/canvas/signs.tsx';
import { useKeys } from '#editor/canvas/usekeys.ts';
import { type Behind, editStep, moveOnPath, removeSteps, setField } from '#editor/state/document.ts';
import { mainPort, portsOf } from '#editor/state/ports.ts';
import { contentOf } from '#editor/state/quick.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Input, Select } from '#editor/ui/input.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

const CHANNELS = ['email', 'letter', 'call', 'sms', 'other'];

/** The chain as rows: everything the drawing does, by keyboard and ear. */
export function StepList({ onDeed }: { onDeed: (deed: Deed) => boolean }) {
  const t = useTranslations('canvas');
  const graph = useEditor((s) => s.graph);
  const [behind, setBehind] = useState<Behind | null>(null);
  useKeys(useCallback((deed: Deed) => onDeed(deed), [onDeed]));
  const order = inReadingOrder(graph);
  if (order.length === 0) {
    return (
      <div className="p-6">
        <Empty title={t('emptyTitle')} action={<Button onClick={() => addSign('entry')}>{t('sign.entry')}</Button>}>
          {t('empty')}
        </Empty>
      </div>
    );
  }
  return (
    <div className="h-full overflow-auto p-3 pb-28">
      <Table label={t('listLabel')} className="max-sm:block">
        <thead className="max-sm:sr-only">
          <tr>
            {['step', 'date', 'name', 'leads', 'deeds'].map((head) => (
              <Th key={head}>{t(`list.${head}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {order.map((step, i) => (
            <Row key={step.id} step={step} number={i + 1} numbers={order} onInsert={setBehind} />
          ))}
        </tbody>
      </Table>
      {behind ? <SignMenu onClose={() => setBehind(null)} onPick={(sign) => addSign(sign, { behind })} /> : null}
    </div>
  );
}

type RowProps = { step: GraphStep; number: number; numbers: GraphStep[]; onInsert: (behind: Behind) => void };

function Row({ step, number, numbers, onInsert }: RowProps) {
  const t = useTranslations('canvas');
  const language = useLocale() as Language;
  const edges = useEditor((s) => s.graph.edges);
  const chosen = useEditor((s) => s.selection.has(step.id));
  const all = useEditor((s) => s.problems.filter((p) => p.step === step.id).length);
  const red = useEditor((s) => s.problems.filter((p) => p.step === step.id && p.severity !== 'warning').length);
  const readonly = useEditor((s) => s.readonly);
  const { change, select } = useEditor.getState();
  const card = cardOf(step, language);
  const name = t('list.stepName', { number, title: card.title });
  const main = mainPort(step);
  const when = (step.data as { when?: { anchor?: { kind?: string }; days?: unknown } }).when;
  const dated = step.type === 'contact' && when?.anchor?.kind === 'trigger' && typeof when.days !== 'object';
  return (
    // On a narrow page each row is a block of its own.
    <tr
      aria-selected={chosen}
      className={cn(
        'max-sm:flex max-sm:flex-wrap max-sm:gap-2 max-sm:border-b max-sm:p-3 max-sm:[&>td]:border-0 max-sm:[&>td]:p-0',
        chosen && 'bg-accent/50',
      )}
      onFocus={() => select([step.id])}
    >
      <Td className="align-middle">
        <span className="flex items-center gap-2">
          <span className="w-6 text-right text-muted-foreground tabular-nums">{number}</span>
          <Sign family={card.family} sign={card.sign} />
          {step.type === 'contact' ? (
            <Select
              className="w-40"
              aria-label={t('list.channelOf', { name })}
              value={signOf(step)}
              disabled={readonly}
              onChange={(event) =>
                change('channel', (g) => editStep(g, step.id, { data: reroute(step, event.target.value) }))
              }
            >
              {CHANNELS.map((sign) => (
                <option key={sign} value={sign}>
                  {t(`sign.${sign}`)}
                </option>
              ))}
            </Select>
          ) : (
            <span>{t(`sign.${card.sign}`)}</span>
          )}
        </span>
      </Td>
      <Td className="align-middle">
        {dated ? (
          <span className="flex items-center gap-1">
            {language === 'fr' ? 'J' : 'D'}
            {Number(when?.days ?? 0) < 0 ? '' : '+'}
            <Input
              type="number"
              className="w-20"
              aria-label={t('list.dateOf', { name })}
              value={(when?.days as number | undefined) ?? 0}
              disabled={readonly}
              onChange={(event) =>
                change('date', (g) => setField(g, step.id, ['when', 'days'], Number(event.target.value) || undefined), {
                  blend: `days ${step.id}`,
                })
              }
            />
          </span>
        ) : (
          card.chip
        )}
      </Td>
      <Td className="align-middle max-sm:order-first max-sm:w-full">
        <Input
          className="min-w-48"
          aria-label={t('list.nameOf', { name })}
          value={step.label ?? ''}
          placeholder={card.title}
          disabled={readonly}
          onChange={(event) =>
            change('label', (g) => editStep(g, step.id, { label: event.target.value }), { blend: `label ${step.id}` })
          }
        />
        {red > 0 ? <p className="mt-1 text-danger text-xs">{t('red', { count: red })}</p> : null}
        {all > red ? <p className="mt-1 text-warning text-xs">{t('amber', { count: all - red })}</p> : null}
      </Td>
      <Td className="align-middle">
        <ul className="text-muted-foreground text-xs">
          {edges
            .filter((e) => e.from === step.id)
            .map((e) => (
              <li key={e.port}>
                {portsOf(step).find((p) => p.name === e.port)?.label[language] ?? e.port} →{' '}
                {numbers.findIndex((s) => s.id === e.to) + 1}
              </li>
            ))}
        </ul>
      </Td>
      <Td className="align-middle">
        <span className="flex">
          <Act
            label={t('list.up', { name })}
            onClick={() => change('order', (g) => moveOnPath(g, step.id, -1))}
            disabled={readonly}
          >
            <ArrowUp aria-hidden />
          </Act>
          <Act
            label={t('list.down', { name })}
            onClick={() => change('order', (g) => moveOnPath(g, step.id, 1))}
            disabled={readonly}
          >
            <ArrowDown aria-hidden />
          </Act>
          <Act
            label={t('list.insert', { name })}
            onClick={() => main !== undefined && onInsert({ from: step.id, port: main })}
            disabled={readonly || main === undefined}
          >
            <Plus aria-hidden />
          </Act>
          <Act
            label={t('list.remove', { name })}
            onClick={() => change('remove', (g) => removeSteps(g, new Set([step.id])))}
            disabled={readonly}
          >
            <Trash2 aria-hidden />
          </Act>
        </span>
      </Td>
    </tr>
  );
}

function Act({
  label,
  ...props
}: {
  label: string;
  onClick: () => void;
  disabled: boolean;
  children: React.ReactNode;
}) {
  return <Button look="ghost" size="icon" aria-label={label} title={label} {...props} />;
}

/** What was written for one channel is kept as far as the other has a place for it. */
function reroute(step: GraphStep, sign: string): Record<string, unknown> {
  const { content = {} } = step.data as { content?: { subject?: string; title?: string; body?: string } };
  const title = content.title ?? content.subject ?? step.label ?? '';
  const isTask = sign !== 'email';
  const keptContent = isTask && content.body !== undefined ? { ...content, kind: sign } : contentOf(sign, title);
  return { channel: isTask ? 'task' : 'email', content: keptContent };
}
