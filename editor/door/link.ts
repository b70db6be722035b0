/** The one-time link somebody came by: its token leaves the address bar as soon as it is read. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '#editor/data/api.ts';

export type LinkAnswer = {
  purpose: 'owner' | 'invitation' | 'reset';
  name: string | null;
  email: string | null;
  first: boolean;
};

export function useLink() {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const given = new URLSearchParams(window.location.search).get('token');
    // React runs effects twice while one develops: the second finds the address bare already.
    setToken((before) => given ?? before ?? '');
    if (given !== null) window.history.replaceState(null, '', window.location.pathname);
  }, []);
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => api<LinkAnswer>('/auth/link', { method: 'POST', body: { token } }),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return { token, link };
}
