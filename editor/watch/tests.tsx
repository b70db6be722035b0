import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ChainLive } from '#api/routes/live.ts';
import { useMay } from '#editor/data/me.ts';

/** That somebody walks, though nothing counts them: who tries a chain looks here first. */
export function Tests({ chain, tests }: { chain: string; tests: ChainLive['tests'] }) {
  const t = useTranslations('watch');
  const maySee = useMay('customers:read');
  return (
    <p className="basis-full text-muted-foreground text-sm" data-figure="tests">
      {t('tests', { live: tests.live, entered: tests.entered })}{' '}
      {maySee && tests.last ? (
        <Link className="text-primary underline underline-offset-4" href={`/chains/${chain}?path=${tests.last}`}>
          {t('testsWay')}
        </Link>
      ) : null}
    </p>
  );
}
