'use client';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#editor/ui/button.tsx';
import { Input } from '#editor/ui/input.tsx';

/** Something to take away, such as a link or a key: selected as it is entered, copied by a button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useTranslations('desk');
  const [done, setDone] = useState(false);
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        aria-label={label}
        value={value}
        className="font-mono text-xs"
        onFocus={(event) => event.target.select()}
      />
      <Button
        onClick={() =>
          navigator.clipboard.writeText(value).then(
            () => setDone(true),
            () => setDone(false),
          )
        }
      >
        {done ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
        <span aria-live="polite">{t(done ? 'copied' : 'copy')}</span>
      </Button>
    </div>
  );
}
