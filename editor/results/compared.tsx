'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { ChainResults } from '#api/routes/live.ts';
import { Figure } from '#editor/results/figure.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

type Range = ChainResults['effect'];

/** What contacted customers did beside those of the control group, each difference with its interval. */
export function Compared({ results }: { results: ChainResults }) {
  const t = useTranslations('results');
  const language = useLocale() as Language;
  const { contacted, control, effect, valueEffect, objective } = results;
  const number = (n: number, digits = 0) => numberIn(language, n, digits);
  const percent = ({ value, low, high }: Range) =>
    value === null
      ? '–'
      : t('rate', { value: number(value * 100, 1), low: number(low! * 100, 1), high: number(high! * 100, 1) });
  const mean = (part: typeof contacted) => (part.entered === 0 ? '–' : number(part.value / part.entered, 2));
  const certain = ({ low, high }: Range) => low !== null && high !== null && (low > 0 || high < 0);
  const compared = control.entered > 0;
  const valued = objective?.valueField !== undefined;
  const field = objective?.valueField ?? '';
  const worth =
    valued && valueEffect.value !== null
      ? t('broughtValue', { value: number(valueEffect.value * contacted.entered, 2), field })
      : '';
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        <Figure
          name={objective ? t('reachedOf', { event: objective.event }) : t('reached')}
          how={objective ? t('reachedHow', { days: objective.windowDays }) : t('reachedGoal')}
          value={number(contacted.reached)}
        />
        <Figure
          name={t('value')}
          how={valued ? t('valueHow', { field }) : t('noValue')}
          value={valued ? number(contacted.value, 2) : '–'}
          unit={valued ? t('of', { field }) : undefined}
        />
        <Figure
          name={t('brought')}
          how={
            compared
              ? [t(certain(effect) ? 'broughtHow' : 'broughtUnsure'), worth].filter(Boolean).join(' ')
              : t('noControl')
          }
          unit={compared && effect.value !== null ? t('broughtUnit') : undefined}
          value={compared && effect.value !== null ? number(effect.value * contacted.entered, 1) : '–'}
        />
      </div>
      <Table label={t('comparison')}>
        <thead>
          <tr>
            <Th>
              <span className="sr-only">{t('measure')}</span>
            </Th>
            <Th>{t('contacted')}</Th>
            <Th>{t('control')}</Th>
            <Th title={t('effectHow')}>{t('difference')}</Th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          <tr>
            <Td>{t('entered')}</Td>
            <Td>{number(contacted.entered)}</Td>
            <Td>{number(control.entered)}</Td>
            <Td />
          </tr>
          <tr>
            <Td>{t('share')}</Td>
            <Td>{percent(contacted.rate)}</Td>
            <Td>{percent(control.rate)}</Td>
            <Td>
              {effect.value === null
                ? '–'
                : t('points', {
                    value: number(effect.value * 100, 1),
                    low: number(effect.low! * 100, 1),
                    high: number(effect.high! * 100, 1),
                  })}
            </Td>
          </tr>
          {valued ? (
            <tr>
              <Td>{t('valueEach', { field })}</Td>
              <Td>{mean(contacted)}</Td>
              <Td>{mean(control)}</Td>
              <Td>
                {valueEffect.value === null
                  ? '–'
                  : t('range', {
                      value: number(valueEffect.value, 2),
                      low: number(valueEffect.low!, 2),
                      high: number(valueEffect.high!, 2),
                    })}
              </Td>
            </tr>
          ) : null}
        </tbody>
      </Table>
      <p className="text-muted-foreground text-xs">
        {compared ? t(certain(effect) ? 'apart' : 'notApart') : t('noControl')} {t('effectHow')}
      </p>
    </>
  );
}

/** The contacted of each version: of versions, not of chances, for nobody drew who gets which. */
export function ByVersion({ results, name }: { results: ChainResults; name: (version: string) => string }) {
  const t = useTranslations('results');
  const language = useLocale() as Language;
  const number = (n: number, digits = 0) => numberIn(language, n, digits);
  if (results.versions.length < 2) return null;
  return (
    <Table label={t('byVersion')}>
      <thead>
        <tr>
          {(['version', 'entered', 'reached', 'share', 'value'] as const).map((column) => (
            <Th key={column}>{t(column)}</Th>
          ))}
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {results.versions.map((v) => (
          <tr key={v.version}>
            <Td>{name(v.version)}</Td>
            <Td>{number(v.entered)}</Td>
            <Td>{number(v.reached)}</Td>
            <Td>{v.rate.value === null ? '–' : t('percent', { value: number(v.rate.value * 100, 1) })}</Td>
            <Td>{number(v.value, 2)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
