'use client';
import { Hand } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { ApiProblem } from '#editor/data/api.ts';
import { useMay, useMe } from '#editor/data/me.ts';
import { type StopLine, useLift, useStops } from '#editor/data/operations.ts';
import { Button } from '#editor/ui/button.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';
import { toast } from '#editor/ui/toast.tsx';

const Brake = dynamic(() => import('#editor/operations/brake.tsx').then((m) => m.Brake), { ssr: false });

/** The big one: what is stopped by it does not leave from that moment on. */
export function StopButton() {
  const t = useTranslations('operations');
  const may = useMay('touches:write');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        <Hand aria-hidden /> {t('stop.button')}
      </Button>
      {open ? <Brake onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Stops that stand, over everything else on the page. */
export function Standing() {
  const stops = useStops().data?.items ?? [];
  if (stops.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-2">
      {stops.map((stop) => (
        <Stop key={stop.id} stop={stop} />
      ))}
    </div>
  );
}

function Stop({ stop }: { stop: StopLine }) {
  const t = useTranslations('operations');
  const desk = useTranslations('desk');
  const language = useLocale() as Language;
  const zone = useMe().data?.company.zone ?? 'UTC';
  const may = useMay('touches:write');
  const lift = useLift();
  const [asking, setAsking] = useState(false);
  const kind = stop.scope === 'channel' ? (stop.target === 'email' ? 'email' : 'task') : stop.scope;
  const what = t(`stop.standing.${kind}`, { chain: stop.chain ?? '' });
  const when = momentIn(language, zone, stop.at);
  const confirm = () =>
    lift.mutate(stop.id, {
      onSuccess: ({ woken }) => {
        setAsking(false);
        toast.success(t('stop.lifted', { count: woken }));
      },
      onError: (problem) =>
        toast.error(problem instanceof ApiProblem && problem.status > 0 ? problem.message : desk('unreachable')),
    });
  return (
    <section
      aria-label={what}
      data-stop={stop.scope}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-danger/50 bg-danger-soft px-4 py-3"
    >
      <Hand aria-hidden className="size-5 shrink-0 text-danger" />
      <p className="min-w-0 flex-1 basis-52 text-sm">
        <strong className="font-semibold">{what}</strong>{' '}
        {stop.byName ? t('stop.sinceBy', { when, who: stop.byName }) : t('stop.since', { when })}
        {stop.reason ? ` – ${stop.reason}` : ''}
      </p>
      {may ? <Button onClick={() => setAsking(true)}>{t('stop.lift')}</Button> : null}
      <Dialog open={asking} onOpenChange={setAsking} title={t('stop.liftTitle')} description={t('stop.liftWhat')}>
        <p className="text-sm">{what}.</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="ghost" onClick={() => setAsking(false)}>
            {desk('cancel')}
          </Button>
          <Button look="primary" disabled={lift.isPending} onClick={confirm}>
            {lift.isPending ? t('stop.lifting') : t('stop.liftConfirm')}
          </Button>
        </div>
      </Dialog>
    </section>
  );
}
