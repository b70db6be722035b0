'use client';
import { ImageUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { keepImage } from '#editor/data/contents.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';

const LARGEST = 1_024 * 1_024;
/** Above it a telephone waits. */
const HEAVY = 200 * 1_024;

/** An image from this machine, kept where every mail can show it. */
export function Upload({ onKept }: { onKept: (url: string) => void }) {
  const t = useTranslations('contents');
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'danger' | 'warning'; text: string } | null>(null);

  async function take(file: File) {
    const size = Math.round(file.size / 1_024);
    if (file.size > LARGEST) return setSaid({ tone: 'danger', text: t('image.tooLarge', { size }) });
    setBusy(true);
    setSaid(null);
    try {
      const { url } = await keepImage(await base64Of(file));
      onKept(url);
      if (file.size > HEAVY) setSaid({ tone: 'warning', text: t('image.heavy', { size }) });
    } catch (problem) {
      setSaid({ tone: 'danger', text: (problem as Error).message });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="grid content-end gap-2">
      <input
        ref={input}
        type="file"
        className="hidden"
        aria-label={t('image.choose')}
        accept="image/png,image/jpeg,image/gif,image/webp"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) void take(file);
        }}
      />
      <Button disabled={busy} onClick={() => input.current?.click()}>
        <ImageUp aria-hidden />
        {t(busy ? 'image.sending' : 'image.upload')}
      </Button>
      {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
    </div>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
