'use client';
import { useSearchParams } from 'next/navigation';
import type { Mode } from '#editor/canvas/mode.ts';
import { Changes } from '#editor/watch/changes.tsx';
import { Live } from '#editor/watch/live.tsx';
import { Path } from '#editor/watch/path.tsx';

/** The drawing while it is looked at; loaded when asked for. */
export function Watch({ mode, list }: { mode: Mode; list: boolean }) {
  const query = useSearchParams();
  if (mode === 'path') return <Path key={query.get('path')} id={query.get('path') ?? ''} list={list} />;
  return mode === 'live' ? <Live list={list} /> : <Changes since={query.get('changes') || null} list={list} />;
}
