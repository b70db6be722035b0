/** Saves what is written a moment later, under the revision that was read; says where it stands. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '#editor/data/api.ts';

export type Saving = 'saved' | 'saving' | 'failed' | 'conflict';
type Kept = { revision: number };

const DELAY = 300;

export function useAutosave<V, R extends Kept>(
  { value, start }: { value: V; start: { revision: number; value: V } },
  save: (revision: number, value: V) => Promise<R>,
) {
  const [state, setState] = useState<Saving>('saved');
  const [theirs, setTheirs] = useState<R | null>(null);
  const revision = useRef(start.revision);
  const kept = useRef(start.value);
  const latest = useRef(value);
  latest.current = value;
  const running = useRef<Promise<boolean> | null>(null);

  /** One at a time; answers whether all that was written is kept. */
  const flush = useCallback(async (): Promise<boolean> => {
    while (running.current) await running.current;
    if (kept.current === latest.current) return true;
    const sent = latest.current;
    setState('saving');
    running.current = save(revision.current, sent).then(
      (answer) => {
        revision.current = answer.revision;
        kept.current = sent;
        setState(kept.current === latest.current ? 'saved' : 'saving');
        return true;
      },
      (problem: unknown) => {
        if (problem instanceof ApiProblem && problem.status === 409) {
          setTheirs((problem.answer as { current: R }).current);
          setState('conflict');
        } else setState('failed');
        return false;
      },
    );
    const done = await running.current;
    running.current = null;
    return done;
  }, [save]);

  useEffect(() => {
    if (value === kept.current || theirs) return;
    setState('saving');
    const timer = setTimeout(() => void flush(), DELAY);
    return () => clearTimeout(timer);
  }, [value, flush, theirs]);

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (kept.current === latest.current) return;
      void flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      void flush();
    };
  }, [flush]);

  return {
    state,
    theirs,
    flush,
    revision: () => revision.current,
    /** Mine over theirs, now that both were seen. */
    insist() {
      if (theirs) revision.current = theirs.revision;
      setTheirs(null);
      void flush();
    },
    /** What is there now becomes what was read. */
    yieldTo(now: { revision: number; value: V }) {
      revision.current = now.revision;
      kept.current = now.value;
      setTheirs(null);
      setState('saved');
    },
  };
}
