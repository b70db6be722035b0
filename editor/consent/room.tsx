'use client';
import { Brands } from '#editor/consent/brands.tsx';
import { LedgerFile } from '#editor/consent/file.tsx';
import { Terms } from '#editor/consent/terms.tsx';
import { Topics } from '#editor/consent/topics.tsx';
import { useMay } from '#editor/data/me.ts';

/** What customers may say yes or no to, by which rule silence is read, and the ledger as a file. */
export function ConsentRoom() {
  const mayWrite = useMay('policy:write');
  const mayFile = useMay('privacy');
  return (
    <div className="grid gap-8">
      <Topics may={mayWrite} />
      <Brands may={mayWrite} />
      <Terms may={mayWrite} />
      {mayFile ? <LedgerFile /> : null}
    </div>
  );
}
