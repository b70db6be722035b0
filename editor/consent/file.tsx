'use client';
import { Download, Upload } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { partsOf } from '#editor/consent/lines.ts';
import { Failure } from '#editor/consent/problem.tsx';
import { importLines } from '#editor/data/consent.ts';
import { csvOf } from '#editor/results/csv.ts';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice } from '#editor/ui/card.tsx';
import { type Language, numberIn } from '#editor/ui/moment.ts';
import { Table, Td, Th } from '#editor/ui/table.tsx';

type Refused = { line: number; field?: string | undefined; message: string };
type Told = {
  file: string;
  done: number;
  of: number;
  written: number;
  known: number;
  withdrawn: number;
  refused: Refused[];
};

/** Shown; all of them are in the file one may keep. */
const SHOWN = 50;

/** The ledger of consents in and out, for who answers for privacy. */
export function LedgerFile() {
  const t = useTranslations('consent');
  const language = useLocale() as Language;
  const input = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File) => {
    setBusy(true);
    setFailure(null);
    try {
      const parts = partsOf(await file.text(), /\.csv$/i.test(file.name) || file.type === 'text/csv');
      const of = parts.reduce((n, { numbers }) => n + numbers.length, 0);
      let so: Told = { file: file.name, done: 0, of, written: 0, known: 0, withdrawn: 0, refused: [] };
      setTold(so);
      for (const { text, numbers } of parts) {
        const answer = await importLines(text);
        so = {
          ...so,
          done: so.done + numbers.length,
          written: so.written + answer.written,
          known: so.known + answer.known,
          withdrawn: so.withdrawn + answer.withdrawn,
          refused: [
            ...so.refused,
            ...answer.problems.map((p) => ({
              ...{ line: numbers[p.line - 1] ?? p.line, field: p.field },
              // The API counts the lines of its part.
              message: p.message.replace(/^line \d+(, [^:]+)?: /, ''),
            })),
          ],
        };
        setTold(so);
      }
    } catch (error) {
      setFailure(error as Error);
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  const number = (n: number) => numberIn(language, n);
  return (
    <section className="grid gap-3">
      <div>
        <h2 className="font-semibold text-lg">{t('file.title')}</h2>
        <p className="max-w-prose text-muted-foreground text-sm">{t('file.what')}</p>
      </div>
      <Card className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept=".ndjson,.jsonl,.csv,application/x-ndjson,text/csv"
            className="sr-only"
            tabIndex={-1}
            aria-label={t('file.choose')}
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) void take(file);
            }}
          />
          <Button look="primary" disabled={busy} onClick={() => input.current?.click()}>
            <Upload aria-hidden />
            {busy ? t('file.importing') : t('file.import')}
          </Button>
          <Button asChild>
            <a href="/v1/consents/export" download="consents.ndjson">
              <Download aria-hidden />
              {t('file.export')}
            </a>
          </Button>
        </div>
        <details className="text-sm">
          <summary className="cursor-pointer text-primary">{t('file.columns')}</summary>
          <p className="mt-2 max-w-prose text-muted-foreground">{t('file.columnsWhat')}</p>
          <pre className="mt-2 overflow-x-auto rounded-md bg-muted p-3 text-xs">
            {
              'userId,email,channel,topic,given,at,source,wording\nann,,email,*,yes,2026-03-01T09:00:00Z,shop,"News by e-mail"'
            }
          </pre>
        </details>
        <div aria-live="polite" className="grid gap-3">
          {told ? (
            <>
              <p className="text-sm">{t('file.progress', { file: told.file, done: told.done, of: told.of })}</p>
              {told.done < told.of ? (
                <progress
                  aria-label={t('file.importing')}
                  max={told.of}
                  value={told.done}
                  className="w-full max-w-md accent-primary"
                />
              ) : null}
              <dl className="flex flex-wrap gap-x-8 gap-y-2">
                {(['written', 'known', 'withdrawn'] as const).map((name) => (
                  <div key={name}>
                    <dt className="text-muted-foreground text-xs">{t(`file.${name}`)}</dt>
                    <dd className="font-semibold text-xl tabular-nums">{number(told[name])}</dd>
                  </div>
                ))}
                <div>
                  <dt className="text-muted-foreground text-xs">{t('file.refused')}</dt>
                  <dd className="font-semibold text-xl tabular-nums">
                    {number(new Set(told.refused.map(({ line }) => line)).size)}
                  </dd>
                </div>
              </dl>
            </>
          ) : null}
          <Failure error={failure} />
          {failure && told && told.done > 0 ? <Notice tone="warning">{t('file.again')}</Notice> : null}
        </div>
        {told && told.refused.length > 0 ? <RefusedLines refused={told.refused} /> : null}
      </Card>
    </section>
  );
}

function RefusedLines({ refused }: { refused: Refused[] }) {
  const t = useTranslations('consent');
  const csv = () =>
    csvOf([
      [t('file.line'), t('file.field'), t('file.why')],
      ...refused.map((r) => [r.line, r.field ?? '', r.message]),
    ]);
  return (
    <div className="grid gap-2">
      <Table label={t('file.refused')}>
        <thead>
          <tr>
            <Th className="text-right">{t('file.line')}</Th>
            <Th>{t('file.field')}</Th>
            <Th>{t('file.why')}</Th>
          </tr>
        </thead>
        <tbody>
          {refused.slice(0, SHOWN).map(({ line, field, message }) => (
            <tr key={`${line} ${field} ${message}`}>
              <Td className="text-right tabular-nums">{line}</Td>
              <Td>{field ?? '–'}</Td>
              <Td>{message}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center gap-3">
        <Button asChild size="small">
          <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv())}`} download="refused.csv">
            <Download aria-hidden />
            {t('file.report')}
          </a>
        </Button>
        {refused.length > SHOWN ? (
          <p className="text-muted-foreground text-xs">{t('file.shown', { shown: SHOWN, all: refused.length })}</p>
        ) : null}
      </div>
    </div>
  );
}
