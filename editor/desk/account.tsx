'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useMe } from '#editor/data/me.ts';
import { AccountButton } from '#editor/desk/accountbutton.tsx';

const AccountMenu = dynamic(() => import('#editor/desk/accountmenu.tsx').then((m) => m.AccountMenu), {
  ssr: false,
  loading: () => <AccountButton name={undefined} />,
});

/** The menu and all it stands on are fetched when it is opened first. */
export function Account() {
  const name = useMe().data?.person?.name;
  const [wanted, setWanted] = useState(false);
  return wanted ? <AccountMenu /> : <AccountButton name={name} aria-expanded={false} onClick={() => setWanted(true)} />;
}
