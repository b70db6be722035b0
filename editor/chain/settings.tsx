'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { ArchiveChain, Gate, Guard } from '#editor/chain/limits.tsx';
import { api } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { usePublishing } from '#editor/data/running.ts';
import { addStep, freshId, type Head, setHead } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import type { Language } from '#editor/ui/moment.ts';

const CLASSES = ['information', 'commercial'] as const;
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];
const COUNTRIES = 'FR BE CH LU MC DE AT NL GB IE ES PT IT DK SE NO FI PL CZ US CA AU NZ'.split(' ');

/** What belongs to the chain and to none of its steps. What is drawn is published with it; limits are in force at once. */
export function ChainSettings() {
  const t = useTranslations('chain.settings');
  const id = useEditor((s) => s.chain?.id ?? '');
  const state = usePublishing(id).data;
  const may = useMay('chains:write');
  return (
    <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 sm:p-6 lg:grid-cols-[1fr_22rem]">
      <div className="grid min-w-0 content-start gap-6">
        <p className="text-muted-foreground text-sm">{t('withNext')}</p>
        <About />
        <Defaults />
        <Doors />
        <Measure />
      </div>
      <div className="grid min-w-0 content-start gap-6">
        <p className="text-muted-foreground text-sm">{t('atOnce')}</p>
        {state ? (
          <>
            <Gate chain={id} gate={state.gate} gated={state.gated} readonly={!may} />
            <Guard chain={id} guard={state.guard} readonly={!may} />
          </>
        ) : (
          <Skeleton className="h-48" />
        )}
        {may ? <ArchiveChain /> : null}
      </div>
    </div>
  );
}

/** One field of the chain as it is drawn; typing is one change. */
function useHead() {
  const { graph, readonly, change } = useEditor();
  const problems = useEditor((s) => s.problems);
  return {
    graph,
    readonly,
    problem: (field: string) => problems.find((p) => p.step === undefined && p.field === field)?.message,
    put: (patch: { [K in keyof Head]?: Head[K] | undefined }) =>
      change('settings', (g) => setHead(g, patch), { blend: `settings ${Object.keys(patch).join()}` }),
  };
}

function About() {
  const t = useTranslations('chain.settings');
  const language = useLocale() as Language;
  const company = useMe().data?.company;
  const { graph, readonly, problem, put } = useHead();
  const named = (kind: 'region' | 'language', code: string) =>
    new Intl.DisplayNames([language], { type: kind }).of(code) ?? code;
  const with_ = (codes: string[], own: string | undefined) => (own && !codes.includes(own) ? [own, ...codes] : codes);
  return (
    <Part title={t('about')}>
      <Field label={t('name')}>
        {(c) => <Input {...c} disabled={readonly} value={graph.name} onChange={(e) => put({ name: e.target.value })} />}
      </Field>
      <Field label={t('description')} className="sm:col-span-2">
        {(c) => (
          <Textarea
            {...c}
            disabled={readonly}
            value={graph.description ?? ''}
            onChange={(e) => put({ description: e.target.value || undefined })}
          />
        )}
      </Field>
      <Field label={t('zone')} hint={t('zoneHint')} problem={problem('zone')}>
        {(c) => (
          <Select
            {...c}
            disabled={readonly}
            value={graph.zone ?? ''}
            onChange={(e) => put({ zone: e.target.value || undefined })}
          >
            <option value="">{t('ofCompany', { value: company?.zone ?? '' })}</option>
            {with_(Intl.supportedValuesOf('timeZone'), graph.zone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('country')} hint={t('countryHint')}>
        {(c) => (
          <Select
            {...c}
            disabled={readonly}
            value={graph.country ?? ''}
            onChange={(e) => put({ country: e.target.value || undefined })}
          >
            <option value="">
              {t('ofCompany', { value: company?.country ? named('region', company.country) : '' })}
            </option>
            {with_(COUNTRIES, graph.country).map((code) => (
              <option key={code} value={code}>
                {/^[A-Z]{2}$/.test(code) ? named('region', code) : code}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('language')} hint={t('languageHint')} problem={problem('language')}>
        {(c) => (
          <Select
            {...c}
            disabled={readonly}
            value={graph.language ?? ''}
            onChange={(e) => put({ language: e.target.value || undefined })}
          >
            <option value="">{t('none')}</option>
            {with_(LANGUAGES, graph.language).map((code) => (
              <option key={code} value={code}>
                {named('language', code)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Part>
  );
}

type Brands = { items: { id: string; name: string }[] };

function Defaults() {
  const t = useTranslations('chain.settings');
  const canvas = useTranslations('canvas');
  const { graph, readonly, put } = useHead();
  const brands = useQuery({ queryKey: ['brands'], queryFn: () => api<Brands>('/brands', { query: { limit: 100 } }) });
  const own = graph.brand ?? 'default';
  const items = brands.data?.items ?? [];
  return (
    <Part title={t('defaults')} hint={t('defaultsHint')}>
      <Field label={t('brand')}>
        {(c) => (
          <Select
            {...c}
            disabled={readonly}
            value={own}
            onChange={(e) => put({ brand: e.target.value === 'default' ? undefined : e.target.value })}
          >
            {items.some((b) => b.id === own) ? null : <option>{own}</option>}
            {items.map((brand) => (
              <option key={brand.id} value={brand.id}>
                {brand.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('class')} hint={t('classHint')}>
        {(c) => (
          <Select
            {...c}
            disabled={readonly}
            value={graph.class ?? 'commercial'}
            onChange={(e) => put({ class: e.target.value as Head['class'] })}
          >
            {CLASSES.map((kind) => (
              <option key={kind} value={kind}>
                {canvas(`class.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('weight')} hint={t('weightHint')}>
        {(c) => (
          <Input
            {...c}
            type="number"
            min={0}
            max={10}
            disabled={readonly}
            value={graph.weight ?? ''}
            placeholder={t('ofChannel')}
            onChange={(e) => put({ weight: e.target.value === '' ? undefined : within(Number(e.target.value), 10) })}
          />
        )}
      </Field>
    </Part>
  );
}

/** Who comes in, and what ends a run from wherever it is; each leads to its step. */
function Doors() {
  const t = useTranslations('chain.settings');
  const language = useLocale() as Language;
  const router = useRouter();
  const { graph, readonly } = useHead();
  const id = useEditor((s) => s.chain?.id ?? '');
  const doors = graph.steps.filter((s) => s.type === 'entry' || s.type === 'goal');
  const add = () => {
    const step = freshId(graph, 'exit');
    useEditor
      .getState()
      .change('add', (g) => addStep(g, { id: step, type: 'goal', data: { kind: 'exit', on: [{ event: '' }] } }));
    router.push(`/chains/${id}?step=${step}`);
  };
  return (
    <Part title={t('doors')} hint={t('doorsHint')}>
      <ul className="grid gap-1 sm:col-span-2">
        {doors.map((step) => {
          const card = cardOf(step, language);
          const kind = step.type === 'entry' ? 'in' : step.data.kind === 'exit' ? 'out' : 'goal';
          return (
            <li key={step.id}>
              <Link
                prefetch={false}
                href={`/chains/${id}?step=${step.id}`}
                className="flex items-center gap-3 rounded-md p-2 text-sm hover:bg-muted"
              >
                <Sign family={card.family} sign={card.sign} className="size-7" />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{card.title}</span>
                  <span className="block truncate text-muted-foreground text-xs">{card.detail}</span>
                </span>
                <span className="text-muted-foreground text-xs">{t(`door.${kind}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {readonly ? null : (
        <Button size="small" className="justify-self-start" onClick={add}>
          <Plus aria-hidden />
          {t('addExit')}
        </Button>
      )}
    </Part>
  );
}

function Measure() {
  const t = useTranslations('chain.settings');
  const { graph, readonly, put } = useHead();
  return (
    <Part title={t('measure')}>
      <Field label={t('holdout')} hint={t('holdoutHint')} className="sm:col-span-2">
        {(c) => (
          <Input
            {...c}
            type="number"
            min={0}
            max={50}
            className="max-w-32"
            disabled={readonly}
            value={graph.holdout ?? 0}
            onChange={(e) => put({ holdout: within(Number(e.target.value), 50) || undefined })}
          />
        )}
      </Field>
      {graph.holdout ? null : (
        <Notice tone="info" className="sm:col-span-2">
          {t('noHoldout')}
        </Notice>
      )}
    </Part>
  );
}

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Card>
      <h2 className="font-semibold">{title}</h2>
      {hint ? <p className="text-muted-foreground text-sm">{hint}</p> : null}
      <div className="mt-4 grid items-start gap-4 sm:grid-cols-2">{children}</div>
    </Card>
  );
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
