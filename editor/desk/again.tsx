'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Me } from '#api/routes/me.ts';
import { api } from '#editor/data/api.ts';
import { useMe } from '#editor/data/me.ts';
import { SignIn } from '#editor/door/signin.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';

/** The session has ended while a page was open: one signs in over it, and what was begun on it goes on. */
export function SignInAgain() {
  const client = useQueryClient();
  const before = useMe().data?.person;

  async function goOn(): Promise<void> {
    const { person } = await api<Me>('/me');
    // Somebody else: nothing of what the other one saw stays. What was drawn is kept in the browser.
    if (person?.id !== before?.id) window.location.reload();
    else await client.invalidateQueries();
  }
  return <SignIn frame={Over} email={before?.email ?? ''} onIn={goOn} />;
}

function Over({ text, children }: { text?: ReactNode; children: ReactNode }) {
  const t = useTranslations('door');
  return (
    <Dialog open title={t('over')} description={text ?? t('overText')}>
      {children}
    </Dialog>
  );
}
