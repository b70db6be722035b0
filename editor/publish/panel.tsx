'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { VersionLine } from '#api/routes/chains.ts';
import { graphDifference } from '#core/difference-graph.ts';
import { type Graph, readGraph } from '#core/graph.ts';
import { ApiProblem, api } from '#editor/data/api.ts';
import { listEvents } from '#editor/data/chain.ts';
import { useMe } from '#editor/data/me.ts';
import { useForecast, useMoves, usePublishing, useRules, useVersion, useVersions } from '#editor/data/running.ts';
import { useTroubles } from '#editor/panels/problems.tsx';
import { Asked } from '#editor/publish/asked.tsx';
import { Difference } from '#editor/publish/difference.tsx';
import { AllowTwice, moveWaiting } from '#editor/publish/move.tsx';
import { Movers, movable, sumOf } from '#editor/publish/movers.tsx';
import { Num, Part, Text } from '#editor/publish/part.tsx';
import { retake } from '#editor/publish/retake.ts';
import { bodyOf, NO_WISH, type Wish } from '#editor/publish/wish.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice, Skeleton } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input, Select, Textarea } from '#editor/ui/input.tsx';
import { dayIn, type Language, momentIn, numberIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

export function PublishPanel({ onClose, mayPublish }: { onClose: () => void; mayPublish: boolean }) {
  const t = useTranslations('publish');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const queries = useQueryClient();
  const zone = useMe().data?.company.zone ?? 'UTC';
  const chain = useEditor((s) => s.chain);
  const graph = useEditor((s) => s.graph);
  const problems = useEditor((s) => s.problems).filter((p) => p.severity !== 'warning');
  const id = chain?.id ?? '';
  const told = useTroubles();
  const [wish, setWish] = useState<Wish>({ ...NO_WISH, holdout: String(graph.holdout ?? 0) });
  const [move, setMove] = useState(false);
  const [allow, setAllow] = useState(false);
  const revision = useEditor((e) => e.revision);
  const set = (change: Partial<Wish>) => setWish((w) => ({ ...w, ...change }));
  const versions = useVersions(id);
  const [newest] = versions.data?.items ?? [];
  const last = useVersion(newest?.id ?? null);
  const forecast = useForecast(id, revision).data;
  const state = usePublishing(id);
  const rules = useRules().data;
  const events = useQuery({ queryKey: ['events'], queryFn: listEvents }).data ?? [];
  const before = last.data ? graphOf(last.data.graph) : null;
  const moves = useMoves(id, revision);
  const groups = moves.data?.groups ?? [];
  const pending = state.data?.requests.find((r) => r.answer === null);

  // What is told of the draft is told of what was kept.
  useEffect(() => void useEditor.getState().saveNow(), []);

  // What the last version was published with is what the next begins with.
  useEffect(() => {
    const { objective } = newest ?? {};
    const { gate, guard } = state.data ?? {};
    setWish((w) => ({
      ...w,
      ...(objective
        ? {
            event: objective.event,
            valueField: objective.valueField ?? '',
            windowDays: String(objective.windowDays),
            target: objective.target === undefined ? '' : String(objective.target),
          }
        : {}),
      ...(gate ? { gate: 'part' as const, percent: String(gate.percent) } : {}),
      ...(guard
        ? {
            optOuts: guard.optOuts === undefined ? '' : String(guard.optOuts),
            complaints: guard.complaints === undefined ? '' : String(guard.complaints),
            guardDays: String(guard.days),
            atLeast: String(guard.atLeast),
          }
        : {}),
    }));
  }, [newest, state.data]);

  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['versions', id] });
    await queries.invalidateQueries({ queryKey: ['publishing', id] });
    await retake(id);
  };
  const deed = useMutation({
    mutationFn: async () => {
      await useEditor.getState().saveNow();
      const { revision: kept } = useEditor.getState();
      const path = mayPublish ? 'publish' : 'requests';
      return api<VersionLine>(`/chains/${id}/${path}`, { method: 'POST', body: bodyOf(wish), revision: kept });
    },
    onSuccess: async ({ number }) => {
      toast.success(mayPublish ? t('done', { number }) : t('asked'));
      // The version is out: what follows may fail without being taken for it, and is done again in Versions.
      if (mayPublish && move) {
        await moveWaiting(id, allow).then(
          (answer) => toast.success(t('moved', answer)),
          () => toast.error(t('notMoved')),
        );
      }
      await refresh();
      onClose();
    },
  });
  const answer = useMutation({
    mutationFn: ({ request, reason }: { request: string; reason?: string }) =>
      api(`/requests/${request}/${reason ? 'reject' : 'approve'}`, {
        method: 'POST',
        ...(reason ? { body: { reason } } : {}),
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const trouble = deed.error ?? answer.error;

  const unchanged = before !== null && graphDifference(before, graph).length === 0;
  return (
    <Dialog open onOpenChange={onClose} place="side" title={t(mayPublish ? 'title' : 'askTitle')}>
      {problems.length > 0 ? (
        <Notice tone="danger">
          <p className="font-medium">{t('problems')}</p>
          <ul className="list-disc pl-5">
            {problems.slice(0, 5).map((p) => {
              const { step, field, text } = told(p);
              const place = [step, field].filter(Boolean).join(' – ');
              return (
                <li key={`${p.step} ${p.field} ${p.message}`}>
                  {p.step ? (
                    <Link
                      href={`/chains/${id}?step=${p.step}`}
                      prefetch={false}
                      onClick={onClose}
                      className="font-medium underline underline-offset-4"
                    >
                      {place}
                    </Link>
                  ) : (
                    place
                  )}
                  {place ? t('colon') : null}
                  {text}
                </li>
              );
            })}
          </ul>
          {problems.length > 5 ? <p>{t('moreProblems', { count: problems.length - 5 })}</p> : null}
        </Notice>
      ) : null}
      {pending && mayPublish ? (
        <Asked
          text={t('requested', {
            by: pending.requestedByName ?? pending.requestedBy,
            note: pending.wish.note ?? t('noNote'),
          })}
          wish={pending.wish}
          changed={pending.revision !== revision}
          busy={answer.isPending}
          onApprove={() => answer.mutate({ request: pending.id })}
          onReject={(reason) => answer.mutate({ request: pending.id, reason })}
        />
      ) : null}
      {pending && !mayPublish ? (
        <Notice>
          {t('askedAlready', {
            by: pending.requestedByName ?? pending.requestedBy,
            when: momentIn(language, zone, pending.at),
          })}
        </Notice>
      ) : null}
      <Part title={t('what')}>
        {versions.isPending || (newest && !last.data) ? (
          <Skeleton className="h-16" />
        ) : (
          <>
            <p className="text-muted-foreground text-sm">
              {newest ? t(unchanged ? 'same' : 'since', { number: newest.number }) : t('first')}
            </p>
            <Difference before={before} after={graph} />
            {before && !unchanged ? (
              <Button asChild look="link" className="justify-self-start px-0">
                <Link href={`/chains/${id}?changes`} prefetch={false} onClick={onClose}>
                  {t('onDrawing')}
                </Link>
              </Button>
            ) : null}
          </>
        )}
        <Field label={t('note')}>
          {(c) => <Textarea {...c} value={wish.note} onChange={(e) => set({ note: e.target.value })} />}
        </Field>
      </Part>
      <Part title={t('objective')}>
        <Field
          label={t('objectiveEvent')}
          problem={wish.event !== '' && !events.includes(wish.event) ? t('unseen') : undefined}
        >
          {(c) => (
            <>
              <Input
                {...c}
                list="jalon-events"
                placeholder={t('objectiveNone')}
                value={wish.event}
                onChange={(e) => set({ event: e.target.value })}
              />
              <datalist id="jalon-events">
                {events.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <div className="grid grid-cols-3 gap-3">
          <Text label={t('valueField')} value={wish.valueField} onChange={(valueField) => set({ valueField })} />
          <Num label={t('window')} value={wish.windowDays} onChange={(windowDays) => set({ windowDays })} />
          <Num label={t('target')} value={wish.target} onChange={(target) => set({ target })} />
        </div>
        <Num
          label={t('holdout')}
          hint={t('holdoutHint')}
          value={wish.holdout}
          onChange={(holdout) => set({ holdout })}
          max={50}
        />
      </Part>
      <Part title={t('expect')}>
        {forecast ? (
          <div className="text-sm">
            {forecast.entries === 0 ? (
              <p>{t('noEvents', { days: forecast.days })}</p>
            ) : (
              <p>{t('perDay', { count: numberIn(language, forecast.perDay, 1), days: forecast.days })}</p>
            )}
            {forecast.busiest ? (
              <p>
                {t('busiest', {
                  day: dayIn(language, forecast.busiest.day),
                  count: numberIn(language, forecast.busiest.entries),
                })}
              </p>
            ) : null}
            {forecast.sampled ? <p className="text-muted-foreground">{t('sampled')}</p> : null}
          </div>
        ) : (
          <Skeleton className="h-10" />
        )}
        {rules ? (
          <p className="text-muted-foreground text-sm">
            {t('policy', { version: rules.policy.version, count: rules.policy.rules.length })}
          </p>
        ) : null}
      </Part>
      {mayPublish && groups.length > 0 ? (
        <Part title={t('inside')} hint={t('insideHint', { count: numberIn(language, sumOf(groups, 'count')) })}>
          <Movers groups={groups} chain={id} />
          <fieldset className="grid gap-2 text-sm">
            <legend className="sr-only">{t('inside')}</legend>
            {([false, true] as const).map((on) => (
              <label key={String(on)} className="flex items-center gap-2">
                <input
                  type="radio"
                  name="inside"
                  className="size-4 accent-primary"
                  checked={move === on}
                  disabled={on && !movable(groups, true)}
                  onChange={() => setMove(on)}
                />
                {t(on ? 'move' : 'newOnly')}
              </label>
            ))}
          </fieldset>
          {move && sumOf(groups, 'twice') > 0 ? <AllowTwice allow={allow} onAllow={setAllow} /> : null}
        </Part>
      ) : null}
      <Part title={t('gate')}>
        <Field label={t('who')}>
          {(c) => (
            <Select {...c} value={wish.gate} onChange={(e) => set({ gate: e.target.value as Wish['gate'] })}>
              <option value="all">{t('gateAll')}</option>
              <option value="part">{t('gatePart')}</option>
            </Select>
          )}
        </Field>
        {wish.gate === 'part' ? (
          <Num label={t('percent')} value={wish.percent} onChange={(percent) => set({ percent })} max={100} />
        ) : null}
        {state.data?.gate ? (
          <p className="text-muted-foreground text-sm">{t('gateKept', { count: state.data.gated })}</p>
        ) : null}
      </Part>
      <Part title={t('guard')} hint={t('guardHint')}>
        <div className="grid grid-cols-2 gap-3">
          <Num label={t('optOuts')} value={wish.optOuts} onChange={(optOuts) => set({ optOuts })} />
          <Num label={t('complaints')} value={wish.complaints} onChange={(complaints) => set({ complaints })} />
          <Num label={t('guardDays')} value={wish.guardDays} onChange={(guardDays) => set({ guardDays })} />
          <Num label={t('guardAtLeast')} value={wish.atLeast} onChange={(atLeast) => set({ atLeast })} />
        </div>
      </Part>
      {trouble ? (
        <Notice tone="danger">
          {trouble instanceof ApiProblem && trouble.status !== 0
            ? trouble.problems.map((p) => <p key={`${p.code} ${p.field}`}>{p.message}</p>)
            : desk('unreachable')}
        </Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{desk('cancel')}</Button>
        <Button
          look="primary"
          disabled={deed.isPending || (mayPublish && problems.length > 0)}
          onClick={() => deed.mutate()}
        >
          {t(deed.isPending ? 'doing' : mayPublish ? 'do' : 'request')}
        </Button>
      </div>
    </Dialog>
  );
}

function graphOf(document: unknown): Graph | null {
  const read = readGraph(document);
  return 'graph' in read ? read.graph : null;
}
