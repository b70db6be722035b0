'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiProblem, sayOfSilence } from '#editor/data/api.ts';

export function DataProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('desk');
  useEffect(() => sayOfSilence(t('unreachable')), [t]);
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 5_000,
            // What was refused is not asked again; what was not reached is.
            retry: (count, problem) => count < 2 && problem instanceof ApiProblem && problem.status === 0,
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
