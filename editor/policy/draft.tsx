'use client';
import { useLocale } from 'next-intl';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Policy } from '#api/routes/policy.ts';
import { canonical } from '#core/canonical.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { Problem } from '#core/problem.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { useBrands, useLaw, useTopics } from '#editor/data/consent.ts';
import { useMay } from '#editor/data/me.ts';
import { testOf, usePolicies, useSave, useTry } from '#editor/data/policy.ts';
import { differences } from '#editor/policy/changes.ts';
import type { Lang, Names } from '#editor/policy/sentence.ts';

export type Draft = {
  inForce: Policy;
  saved: RuleDocument[];
  /** The draft's where there is one. */
  rules: RuleDocument[];
  changed: boolean;
  problems: readonly Problem[];
  may: boolean;
  names: Names;
  change(rules: RuleDocument[]): void;
  discard(): void;
  save: ReturnType<typeof useSave>;
  trial: ReturnType<typeof useTry>;
  /** The rules of the draft, with the test that runs. */
  put(note: string, done: (version: number) => void): void;
};

const Context = createContext<Draft | null>(null);

/** On pages of the policy only. */
export function useDraft(): Draft {
  const draft = useContext(Context);
  if (!draft) throw new Error('The policy is not there yet.');
  return draft;
}

export function rulesOf(policy: { rules: object[] } | null | undefined): RuleDocument[] {
  return (policy?.rules ?? []) as RuleDocument[];
}

const KEPT = 'jalon policy draft';

/** One draft for all pages of the policy; it outlives a reload, as long as the window is open. */
export function DraftProvider({ inForce, children }: { inForce: Policy; children: ReactNode }) {
  const lang = useLocale() as Lang;
  const may = useMay('policy:write');
  const names = useRuleNames();
  const policies = usePolicies();
  const save = useSave(inForce);
  const trial = useTry();
  const [draft, setDraft] = useState<RuleDocument[] | null>(null);
  useEffect(() => {
    const kept = sessionStorage.getItem(KEPT);
    if (kept && may) setDraft(JSON.parse(kept));
  }, [may]);
  const keep = (next: RuleDocument[] | null) => {
    setDraft(next);
    if (next === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(next));
  };
  const saved = useMemo(() => rulesOf(inForce), [inForce]);
  // In force meanwhile, from here or elsewhere: no draft any more.
  useEffect(() => {
    setDraft((now) => {
      if (now === null || canonical(now) !== canonical(saved)) return now;
      sessionStorage.removeItem(KEPT);
      return null;
    });
  }, [saved]);
  const rules = draft ?? saved;
  const failed = save.error ?? trial.error;
  const value: Draft = {
    ...{ inForce, saved, rules, may, names, save, trial },
    changed: draft !== null && differences(saved, draft, lang).length > 0,
    problems: failed instanceof ApiProblem ? failed.problems : [],
    change(next) {
      save.reset();
      trial.reset();
      keep(next);
    },
    discard: () => {
      save.reset();
      trial.reset();
      keep(null);
    },
    put: (note, done) =>
      save.mutate(
        { rules, note, test: testOf(inForce, rules) },
        {
          onSuccess: ({ version }) => {
            keep(null);
            done(version);
          },
          // What is in force now is what the draft is compared with next.
          onError: (problem) => problem instanceof ApiProblem && problem.status === 409 && policies.refetch(),
        },
      ),
  };
  return <Context value={value}>{children}</Context>;
}

function useRuleNames(): Names {
  const lang = useLocale();
  const topics = useTopics().data;
  const brands = useBrands().data;
  const packs = useLaw().data?.packs;
  return useMemo(
    () => ({
      topics: Object.fromEntries(
        (topics ?? []).map(({ id, names }) => [id, names[lang] ?? Object.values(names)[0] ?? id]),
      ),
      brands: Object.fromEntries((brands ?? []).map(({ id, name, names }) => [id, names[lang] ?? name])),
      countries: (packs ?? []).map(({ country }) => country),
    }),
    [topics, brands, packs, lang],
  );
}
