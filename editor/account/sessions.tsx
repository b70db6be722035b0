'use client';
import { useLocale, useTranslations } from 'next-intl';
import { agentOf } from '#editor/account/agent.ts';
import { useMe } from '#editor/data/me.ts';
import { useEndSession, useSessions } from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

/** Where one is signed in. */
export function Sessions() {
  const t = useTranslations('account');
  const desk = useTranslations('desk');
  const locale = useLocale() as Language;
  const said = useSaid('account');
  const zone = useMe().data?.company.zone ?? 'UTC';
  const sessions = useSessions();
  const end = useEndSession();
  const failure = sessions.error ?? end.error;
  return (
    <Card className="grid gap-4" aria-labelledby="sessions">
      <h2 id="sessions" className="font-semibold">
        {t('sessions')}
      </h2>
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      {sessions.isPending ? <Skeleton className="h-16" /> : null}
      <ul className="grid divide-y">
        {sessions.data?.items.map((session) => {
          const { browser, system } = agentOf(session.agent);
          const name = browser && system ? t('agent', { browser, system }) : browser || system || t('unknownAgent');
          return (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 py-2.5 text-sm">
              <div>
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {name}
                  {session.current ? <Badge tone="success">{t('here')}</Badge> : null}
                </p>
                <p className="text-muted-foreground text-xs">
                  {t('sessionTimes', {
                    seen: momentIn(locale, zone, session.seenAt),
                    since: momentIn(locale, zone, session.since),
                  })}
                </p>
              </div>
              {session.current ? null : (
                <Button
                  size="small"
                  disabled={end.isPending}
                  aria-label={t('signOutThere', { name })}
                  onClick={() => end.mutate(session.id)}
                >
                  {desk('signOut')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <p className="text-muted-foreground text-xs">{t('sessionsHint')}</p>
    </Card>
  );
}
