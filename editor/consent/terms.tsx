'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { COUNTED } from '#core/channels/index.ts';
import { REGIMES } from '#core/consent.ts';
import { Failure } from '#editor/consent/problem.tsx';
import { type ConsentTerms, useSaveTerms, useTerms } from '#editor/data/consent.ts';
import { capital, labelOf } from '#editor/policy/lexicon.ts';
import { useSuggestions } from '#editor/policy/suggest.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import type { Language } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

/** How silence is read on each channel, who is a customer, and how a consent is confirmed and runs out. */
export function Terms({ may }: { may: boolean }) {
  const t = useTranslations('consent');
  const terms = useTerms();
  return (
    <section className="grid gap-3">
      <div>
        <h2 className="font-semibold text-lg">{t('terms.title')}</h2>
        <p className="max-w-prose text-muted-foreground text-sm">{t('terms.what')}</p>
      </div>
      {terms.isPending ? <Skeleton className="h-48" /> : null}
      {terms.isError ? <Notice tone="danger">{terms.error.message}</Notice> : null}
      {terms.data ? <Form terms={terms.data} may={may} /> : null}
    </section>
  );
}

function Form({ terms, may }: { terms: ConsentTerms; may: boolean }) {
  const t = useTranslations('consent');
  const language = useLocale() as Language;
  const list = useId();
  const save = useSaveTerms();
  const events = useSuggestions('events');
  const [form, setForm] = useState<ConsentTerms | null>(null);
  const shown = form ?? terms;
  const put = (change: Partial<ConsentTerms>) => setForm({ ...shown, ...change });
  const regimes = shown.regimes as Record<string, (typeof REGIMES)[number]>;
  const count = (name: 'formerAfterMonths' | 'expiryNoticeDays', most: number) => (
    <Field className="content-start" label={t(`terms.${name}`)} hint={t(`terms.${name}Hint`)}>
      {(control) => (
        <Input
          {...control}
          type="number"
          required
          min={1}
          max={most}
          disabled={!may}
          value={Number.isNaN(shown[name]) ? '' : shown[name]}
          onChange={({ target }) => put({ [name]: target.valueAsNumber })}
        />
      )}
    </Field>
  );
  return (
    <Card>
      <form
        className="grid gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(shown, {
            onSuccess: () => {
              setForm(null);
              toast.success(t('terms.saved'));
            },
          });
        }}
      >
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium text-sm">{t('terms.regimes')}</legend>
          <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {COUNTED.map((channel) => (
              <Field
                key={channel}
                label={capital(labelOf(channel, language))}
                hint={t(`regimeWhat.${regimes[channel] ?? 'opt_out'}`)}
              >
                {(control) => (
                  <Select
                    {...control}
                    disabled={!may}
                    value={regimes[channel] ?? 'opt_out'}
                    onChange={({ target }) =>
                      put({ regimes: { ...shown.regimes, [channel]: target.value as 'opt_in' } })
                    }
                  >
                    {REGIMES.map((regime) => (
                      <option key={regime} value={regime}>
                        {t(`regime.${regime}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            ))}
          </div>
        </fieldset>
        <fieldset className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <legend className="mb-2 font-medium text-sm">{t('terms.customers')}</legend>
          <Field className="content-start" label={t('terms.event')} hint={t('terms.eventHint')}>
            {(control) => (
              <>
                <Input
                  {...control}
                  required
                  list={list}
                  maxLength={200}
                  disabled={!may}
                  value={shown.purchase.event}
                  onChange={({ target }) => put({ purchase: { ...shown.purchase, event: target.value } })}
                />
                <datalist id={list}>
                  {events.map((name) => (
                    <option key={name} value={name} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <Field className="content-start" label={t('terms.family')} hint={t('terms.familyHint')}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={200}
                disabled={!may}
                value={shown.purchase.familyProperty}
                onChange={({ target }) => put({ purchase: { ...shown.purchase, familyProperty: target.value } })}
              />
            )}
          </Field>
          {count('formerAfterMonths', 240)}
        </fieldset>
        <fieldset className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <legend className="mb-2 font-medium text-sm">{t('terms.proof')}</legend>
          {count('expiryNoticeDays', 366)}
          <div className="grid content-start gap-1 text-sm sm:col-span-1 lg:col-span-2">
            <p className="font-medium">{t('terms.double')}</p>
            <p className="text-muted-foreground">{t('terms.doubleWhat')}</p>
          </div>
        </fieldset>
        <Failure error={save.error} />
        {may && form ? (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={save.isPending}>
              {t('terms.save')}
            </Button>
            <Button
              look="ghost"
              onClick={() => {
                save.reset();
                setForm(null);
              }}
            >
              {t('terms.discard')}
            </Button>
            <p className="basis-full text-muted-foreground text-xs">{t('terms.holds')}</p>
          </div>
        ) : null}
      </form>
    </Card>
  );
}
