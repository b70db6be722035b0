'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Info, LoaderCircle } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type Broken, parsed } from '#editor/chains/file.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { type Imported, importFile } from '#editor/data/chains.ts';
import { Button } from '#editor/ui/button.tsx';
import { Notice } from '#editor/ui/card.tsx';
import { Dialog } from '#editor/ui/dialog.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Input } from '#editor/ui/input.tsx';

class Unreadable extends Error {
  readonly at: Broken;
  constructor(at: Broken) {
    super('unreadable');
    this.at = at;
  }
}

/** A chain out of a file: made whole, or not at all with the reason. */
export function Importing({ onClose }: { onClose(): void }) {
  const t = useTranslations('chains');
  const router = useRouter();
  const queries = useQueryClient();
  const deed = useMutation({
    mutationFn: async (file: File): Promise<Imported> => {
      const read = parsed(await file.text());
      if ('broken' in read) throw new Unreadable(read.broken);
      return importFile(read.value);
    },
    onSuccess: ({ chain, notes }) => {
      void queries.invalidateQueries({ queryKey: ['chains'] });
      if (notes.length === 0) router.push(`/chains/${chain.id}`);
    },
  });
  const made = deed.data;
  return (
    <Dialog open onOpenChange={onClose} title={t('import')} description={t('importText')}>
      {made ? (
        <>
          <Notice tone="success">{t('imported', { name: made.chain.name })}</Notice>
          <ul className="grid gap-2 text-sm">
            {made.notes.map(({ code, name }) => (
              <li
                key={`${code} ${name}`}
                className="flex items-start gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
              >
                {code.endsWith('lacking') ? (
                  <Info aria-hidden className="text-warning" />
                ) : (
                  <Check aria-hidden className="text-success" />
                )}
                {t(`notes.${code}`, { name })}
              </li>
            ))}
          </ul>
          <Button look="primary" className="justify-self-end" onClick={() => router.push(`/chains/${made.chain.id}`)}>
            {t('openImported')}
          </Button>
        </>
      ) : (
        <>
          <Field label={t('file')}>
            {(control) => (
              <Input
                {...control}
                type="file"
                accept=".json,application/json"
                className="h-auto py-1.5"
                disabled={deed.isPending}
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  if (file) deed.mutate(file);
                  // The same file, mended, may be chosen again.
                  event.target.value = '';
                }}
              />
            )}
          </Field>
          {deed.isPending ? (
            <p role="status" className="flex items-center gap-2 text-muted-foreground text-sm">
              <LoaderCircle aria-hidden className="size-4 animate-spin" /> {t('reading')}
            </p>
          ) : null}
          {deed.error ? <Refused problem={deed.error} file={deed.variables?.name ?? ''} /> : null}
        </>
      )}
    </Dialog>
  );
}

function Refused({ problem, file }: { problem: Error; file: string }) {
  const t = useTranslations('chains');
  const problems = problem instanceof ApiProblem && problem.status > 0 ? problem.problems : [];
  return (
    <Notice tone="danger" className="grid gap-2">
      <p className="font-medium">{t('refused', { file })}</p>
      {problem instanceof Unreadable ? <p>{t('unreadable', problem.at)}</p> : null}
      {problem instanceof ApiProblem && problem.status === 0 ? <p>{t('unreachable')}</p> : null}
      {problems.length > 0 ? (
        <ul className="grid max-h-64 list-disc gap-1 overflow-y-auto pl-5">
          {problems.map(({ code, step, field, message }) => (
            <li key={`${code} ${step} ${field} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
