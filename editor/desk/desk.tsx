'use client';
import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { ApiProblem } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { onSigned, signedOut } from '#editor/data/signed.ts';
import { Rail } from '#editor/desk/rail.tsx';
import { ROOMS, roomAt } from '#editor/desk/rooms.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

// Nobody needs it before the first Ctrl-K.
const Finder = dynamic(() => import('#editor/desk/finder.tsx').then((m) => m.Finder), { ssr: false });
// Nor this, while the session lasts.
const SignInAgain = dynamic(() => import('#editor/desk/again.tsx').then((m) => m.SignInAgain), { ssr: false });

/** The rail and, beside it, the page. Who is not signed in goes to the door and comes back; whose session ends stays. */
export function Desk({ children }: { children: ReactNode }) {
  const t = useTranslations('desk');
  const router = useRouter();
  const path = usePathname();
  const me = useMe();
  const [finding, setFinding] = useState(false);
  const data = me.data;
  const refused = me.error instanceof ApiProblem && me.error.status === 401;
  const stranger = refused && data === undefined;
  const out = useSyncExternalStore(onSigned, signedOut, () => false) && data !== undefined;

  useEffect(() => {
    if (stranger) router.replace(`/sign-in?to=${encodeURIComponent(path + window.location.search)}`);
  }, [stranger, router, path]);

  const room = roomAt(path);
  const closed = data !== undefined && room !== undefined && !data.may.includes(room.needs);
  const first = ROOMS.find(({ needs }) => data?.may.includes(needs))?.href ?? '/account';
  // The company asks for a second factor first; and who has only a work list begins there.
  const elsewhere = data?.totpMissing && path !== '/account' ? '/account' : closed && path === '/' ? first : null;
  useEffect(() => {
    if (elsewhere !== null) router.replace(elsewhere);
  }, [elsewhere, router]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setFinding((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#matter"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-card focus:px-4 focus:py-2"
      >
        {t('skip')}
      </a>
      <Rail onFind={() => setFinding(true)} />
      <main id="matter" className="min-w-0 flex-1">
        {me.error && !refused ? (
          <Notice tone="danger" className="m-6 flex items-center justify-between gap-4">
            {t('unreachable')}
            <Button size="small" onClick={() => me.refetch()}>
              {t('again')}
            </Button>
          </Notice>
        ) : null}
        {closed ? (
          elsewhere === null ? (
            <Notice className="m-6 flex flex-wrap items-center justify-between gap-4">
              <h1 className="font-medium">{t('closed')}</h1>
              <Button size="small" onClick={() => router.push(first)}>
                {t('toMine')}
              </Button>
            </Notice>
          ) : null
        ) : (
          children
        )}
      </main>
      {out ? <SignInAgain /> : null}
      {finding ? <Finder onClose={() => setFinding(false)} /> : null}
    </div>
  );
}
