'use client';
import { Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { PolicyEffects } from '#api/routes/policy.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { Problem } from '#core/problem.ts';
import { useMe } from '#editor/data/me.ts';
import { useEffects } from '#editor/data/policy.ts';
import { addRule, NEW } from '#editor/policy/changes.ts';
import { useDraft } from '#editor/policy/draft.tsx';
import { Rule } from '#editor/policy/rule.tsx';
import type { Names } from '#editor/policy/sentence.ts';
import { Button } from '#editor/ui/button.tsx';
import { Empty } from '#editor/ui/card.tsx';
import { Menu, MenuItem } from '#editor/ui/menu.tsx';
import { type Language, momentIn } from '#editor/ui/moment.ts';

export type Kind = RuleDocument['kind'];

export type RuleListProps = {
  kinds: readonly Kind[];
  rules: readonly RuleDocument[];
  names: Names;
  may: boolean;
  problems: readonly Problem[];
  /** Kinds that stay as they are. */
  fixed?: readonly Kind[];
  beneath?(rule: RuleDocument): ReactNode;
  change(rules: RuleDocument[]): void;
};

/** The rules of some kinds, each a sentence; their places in the whole policy are kept. */
export function RuleList({ kinds, rules, names, may, problems, fixed = [], beneath, change }: RuleListProps) {
  const t = useTranslations('policy');
  const shown = rules.map((rule, i) => ({ rule, i })).filter(({ rule }) => kinds.includes(rule.kind));
  const swap = (i: number, j: number) =>
    change(rules.map((rule, n) => (n === i ? rules[j]! : n === j ? rules[i]! : rule)));
  const lawful = rules.some(({ kind }) => kind === 'law');
  const addable = kinds.filter((kind) => NEW[kind] && !fixed.includes(kind) && !(kind === 'law' && lawful));
  return (
    <div className="grid gap-3">
      {shown.length === 0 ? <Empty title={t('none')}>{t('noneWhat')}</Empty> : null}
      <ol className="grid gap-3">
        {shown.map(({ rule, i }, n) => {
          const [before, after] = [shown[n - 1]?.i, shown[n + 1]?.i];
          return (
            <Rule
              key={rule.id}
              {...{ rule, names }}
              may={may && !fixed.includes(rule.kind)}
              problems={problemsOf(problems, i)}
              change={(next) => change(rules.map((old, k) => (k === i ? next : old)))}
              remove={() => change(rules.filter((_, k) => k !== i))}
              up={before === undefined ? undefined : () => swap(i, before)}
              down={after === undefined ? undefined : () => swap(i, after)}
            >
              {beneath?.(rule)}
            </Rule>
          );
        })}
      </ol>
      {may && addable.length > 0 ? (
        <div>
          <Menu
            align="start"
            trigger={
              <Button>
                <Plus aria-hidden />
                {t('add')}
              </Button>
            }
          >
            {addable.map((kind) => (
              <MenuItem key={kind} onSelect={() => change(addRule(rules, NEW[kind]!))}>
                {t(`kinds.${kind}`)}
              </MenuItem>
            ))}
          </Menu>
        </div>
      ) : null}
    </div>
  );
}

/** The draft's rules, and beneath each what it held and skipped. */
export function Rules({ kinds, beneath }: { kinds: readonly Kind[]; beneath?(rule: RuleDocument): ReactNode }) {
  const t = useTranslations('policy');
  const language = useLocale() as Language;
  const { rules, names, may, problems, change } = useDraft();
  const effects = useEffects();
  const zone = useMe().data?.company.zone ?? 'UTC';
  const counted = effects.data?.at ? effects.data : null;
  return (
    <div className="grid gap-2">
      <RuleList
        {...{ kinds, rules, names, may, problems, change }}
        beneath={(rule) => (
          <>
            {counted ? <span>{t('effect', effectOf(counted.effects, rule))}</span> : null}
            {beneath?.(rule)}
          </>
        )}
      />
      <p aria-live="polite" className="text-muted-foreground text-xs">
        {!rules.some(({ kind }) => kinds.includes(kind))
          ? null
          : counted
            ? t('effectAt', { at: momentIn(language, zone, counted.at!) })
            : effects.isError
              ? t('effectFailed')
              : t('effectLoading')}
      </p>
    </div>
  );
}

const RECORDED: Record<Kind, string> = {
  ...{ cap: 'pressure', situation: 'situation', alternation: 'alternation' },
  ...{ hours: 'hours', law: 'law', capacity: 'capacity' },
};

function effectOf(effects: PolicyEffects['effects'], rule: RuleDocument): { held: number; skipped: number } {
  // What the law stopped is named by its provision.
  const own = effects.filter((e) => e.rule === RECORDED[rule.kind] && (rule.kind === 'law' || e.id === rule.id));
  return { held: own.reduce((n, e) => n + e.held, 0), skipped: own.reduce((n, e) => n + e.skipped, 0) };
}

/** The problems of one rule, named by their place in it. */
function problemsOf(problems: readonly Problem[], i: number): Problem[] {
  const before = `rules.${i}.`;
  return problems.flatMap((problem) =>
    problem.field?.startsWith(before) ? [{ ...problem, field: problem.field.slice(before.length) }] : [],
  );
}
