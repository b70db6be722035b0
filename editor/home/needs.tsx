'use client';
import {
  CircleCheck,
  CircleQuestionMark,
  ClipboardClock,
  ClipboardX,
  Hand,
  HeartPulse,
  type LucideIcon,
  MapPinOff,
  OctagonX,
  PencilLine,
  Send,
  ShieldAlert,
  UserRoundX,
} from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { Away, Need } from '#editor/data/home.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { type Language, numberIn } from '#editor/ui/moment.ts';

/** What the API tells, and what the page counts beside it. */
export type Want = Omit<Need, 'kind'> & { kind: Need['kind'] | 'zones' };

const SIGN: Record<Want['kind'], { icon: LucideIcon; grave: boolean }> = {
  health: { icon: HeartPulse, grave: true },
  stop: { icon: Hand, grave: true },
  guard: { icon: OctagonX, grave: true },
  unknown: { icon: CircleQuestionMark, grave: false },
  missing_variable: { icon: PencilLine, grave: false },
  poison: { icon: UserRoundX, grave: false },
  rule_failed: { icon: ShieldAlert, grave: true },
  request: { icon: Send, grave: false },
  tasks: { icon: ClipboardClock, grave: false },
  lapsed: { icon: ClipboardX, grave: false },
  zones: { icon: MapPinOff, grave: false },
};

function whereOf({ kind, chain }: Want): string {
  if (kind === 'guard' || kind === 'request') return `/chains/${chain?.id}`;
  if (kind === 'rule_failed') return '/policy';
  if (kind === 'tasks') return '/tasks';
  if (kind === 'lapsed') return '/tasks?state=expired';
  if (kind === 'zones') return '/policy/law';
  if (kind === 'unknown') return '/operations?tab=outbox';
  return kind === 'health' || kind === 'stop' ? '/operations' : '/operations?tab=incidents';
}

/** How it is put away, where that makes sense: what must be decided stays. */
function awayOf({ kind, id, count }: Want): Away | null {
  if (kind === 'guard' && id) return { seen: id };
  return kind === 'tasks' || kind === 'lapsed' || kind === 'zones' ? { what: kind, amount: count } : null;
}

export type NeedsProps = { needs: readonly Want[]; may: boolean; busy: boolean; put(away: Away): void };

/** What needs a person, each a sentence with the way to where it is mended. */
export function Needs({ needs, may, busy, put }: NeedsProps) {
  const t = useTranslations('home');
  return (
    <Card aria-labelledby="needs" className="grid content-start gap-2">
      <h2 id="needs" className="font-semibold">
        {t('needs')}
      </h2>
      {needs.length === 0 ? (
        <p className="flex items-center gap-2.5 py-2 text-muted-foreground text-sm">
          <CircleCheck aria-hidden className="size-4.5 shrink-0 text-success" />
          {t('needNothing')}
        </p>
      ) : (
        <ul className="divide-y">
          {needs.map((want, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: of one kind there may be several about one chain.
            <Line key={`${want.kind} ${want.chain?.id} ${i}`} want={want} {...{ may, busy, put }} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ want, may, busy, put }: { want: Want } & Omit<NeedsProps, 'needs'>) {
  const t = useTranslations('home');
  const { kind, count, chain, detail } = want;
  const { icon: Icon, grave } = SIGN[kind];
  const away = may ? awayOf(want) : null;
  const sentence = useSentence()(kind, { count, chain: chain?.name ?? '', ...detail });
  return (
    <li data-need={kind} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <Icon aria-hidden className={cn('size-4.5 shrink-0', grave ? 'text-danger' : 'text-warning')} />
      <p className="min-w-0 flex-1 basis-52 text-sm">{sentence}</p>
      <div className="ml-auto flex items-center gap-1">
        <Button size="small" asChild>
          <Link prefetch={false} href={whereOf(want)}>
            {t(`go.${kind}`)}
          </Link>
        </Button>
        {away ? (
          <Button
            size="small"
            look="ghost"
            disabled={busy}
            aria-label={t('seenWhat', { what: sentence })}
            onClick={() => put(away)}
          >
            {t('seen')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function useSentence() {
  const t = useTranslations('home');
  const language = useLocale() as Language;
  return (kind: Want['kind'], { by, measured, allowed, contacts, measure, ...rest }: Record<string, string | number>) =>
    t(`need.${kind}`, {
      ...rest,
      by: by || t('somebody'),
      measure: measure ?? '',
      measured: numberIn(language, Number(measured ?? 0), 1),
      allowed: numberIn(language, Number(allowed ?? 0), 1),
      contacts: numberIn(language, Number(contacts ?? 0)),
    } as never);
}
