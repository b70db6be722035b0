'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { Graph } from '#core/graph.ts';
import { cardOf, inReadingOrder } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useEditor } from '#editor/state/store.ts';
import type { Language } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';
import { Told } from '#editor/ui/told.tsx';
import type { Counted } from '#editor/watch/counts.ts';

const NUMBERS = ['here', 'due', 'passed', 'customers'] as const;

/** The same numbers as rows. */
export function CountList({ graph, counted }: { graph: Graph; counted: Counted }) {
  const t = useTranslations('watch');
  const language = useLocale() as Language;
  const select = useEditor((s) => s.select);
  return (
    <div className="min-w-0 flex-1 overflow-auto p-3">
      <Table label={t('list')} className="max-sm:[&_td]:px-2 max-sm:[&_th]:px-2">
        <thead>
          <tr>
            <Th>{t('name')}</Th>
            {NUMBERS.map((name) => (
              <Th key={name}>
                <span title={`${t(name)}: ${t(`how.${name}`)}`}>
                  <span className="max-sm:hidden">{t(name)}</span>
                  <span className="sm:hidden">{t(`short.${name}`)}</span>
                </span>
              </Th>
            ))}
            <Th>{t('ports')}</Th>
          </tr>
        </thead>
        <tbody>
          {inReadingOrder(graph).map((step) => {
            const card = cardOf(step, language);
            const figures = counted.overlay.steps.get(step.id)?.figures ?? [];
            const [first] = figures;
            const whole = first && !NUMBERS.some((name) => name === first.key) ? first : null;
            return (
              <tr key={step.id}>
                <Td>
                  <button
                    type="button"
                    className="flex items-center sm:min-w-40 gap-2 text-left hover:underline"
                    onClick={() => select([step.id])}
                  >
                    <Sign family={card.family} sign={card.sign} className="size-6" />
                    {card.title}
                  </button>
                </Td>
                {whole ? (
                  <Td colSpan={NUMBERS.length} className="tabular-nums">
                    {whole.name}: <Told value={whole.value} href={whole.href} said={whole.name} />
                  </Td>
                ) : (
                  NUMBERS.map((name) => {
                    const figure = figures.find((f) => f.key === name);
                    return (
                      <Td key={name} className="tabular-nums">
                        {figure ? (
                          <Told value={figure.value} href={figure.href} said={`${figure.name}, ${card.title}`} />
                        ) : null}
                      </Td>
                    );
                  })
                )}
                <Td className="text-muted-foreground">
                  {(counted.ways.get(step.id) ?? []).map((w, i) => (
                    <span key={w.port}>
                      {i > 0 ? ' · ' : ''}
                      {w.name} <Told value={w.count} href={w.href} said={w.name} />
                    </span>
                  ))}
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
