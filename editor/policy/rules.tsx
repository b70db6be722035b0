'use client';
import { ArrowDown, ArrowUp, Plus, Power, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { PolicyEffects } from '#api/routes/policy.ts';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { Problem } from '#core/problem.ts';
import { addRule, changeWord, NEW } from '#editor/policy/draft.ts';
import { type Lang, type Part, sentenceOf } from '#editor/policy/sentence.ts';
import { Word } from '#editor/policy/word.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Empty } from '#editor/ui/card.tsx';
import { Menu, MenuItem } from '#editor/ui/menu.tsx';

const RECORDED: Record<RuleDocument['kind'], string> = {
  ...{ cap: 'pressure', situation: 'situation', alternation: 'alternation' },
  ...{ hours: 'hours', law: 'law', capacity: 'capacity' },
};

export type RulesProps = {
  kinds: readonly RuleDocument['kind'][];
  rules: RuleDocument[];
  effects: PolicyEffects['effects'] | undefined;
  problems: readonly Problem[];
  may: boolean;
  change(rules: RuleDocument[]): void;
};

/** The rules of some kinds, each a sentence; their places in the whole policy are kept. */
export function Rules({ kinds, rules, effects, problems, may, change }: RulesProps) {
  const t = useTranslations('policy');
  const lang = useLocale() as Lang;
  const shown = rules.map((rule, i) => ({ rule, i })).filter(({ rule }) => kinds.includes(rule.kind));
  const put = (i: number, rule: RuleDocument) => change(rules.map((old, n) => (n === i ? rule : old)));
  const swap = (i: number, j: number) =>
    change(rules.map((rule, n) => (n === i ? rules[j]! : n === j ? rules[i]! : rule)));
  return (
    <div className="grid gap-3">
      {shown.length === 0 ? <Empty title={t('none')}>{t('noneWhat')}</Empty> : null}
      <ol className="grid gap-3">
        {shown.map(({ rule, i }, n) => {
          const [before, after] = [shown[n - 1]?.i, shown[n + 1]?.i];
          return (
            <li key={rule.id} className="rounded-xl border bg-card p-4">
              <div className="flex flex-wrap items-start justify-between gap-3">
                <p className={rule.off ? 'min-w-0 flex-1 basis-80 text-muted-foreground' : 'min-w-0 flex-1 basis-80'}>
                  {sentenceOf(rule, lang).map((part, p) =>
                    part.at === undefined || !may ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence keep their order.
                      <span key={p} className={part.at ? 'font-semibold' : undefined}>
                        {part.text}
                      </span>
                    ) : (
                      <Word
                        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                        key={p}
                        part={part}
                        problem={problemAt(problems, i, part)}
                        change={(value) => put(i, changeWord(rule, part.at!, value))}
                      />
                    ),
                  )}
                </p>
                {may ? (
                  <div className="flex gap-1">
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={t('up')}
                      disabled={before === undefined}
                      onClick={() => swap(i, before!)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={t('down')}
                      disabled={after === undefined}
                      onClick={() => swap(i, after!)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={rule.off ? t('on') : t('off')}
                      onClick={() => put(i, changeWord(rule, 'off', rule.off ? undefined : true))}
                    >
                      <Power aria-hidden />
                    </Button>
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={t('remove')}
                      onClick={() => change(rules.filter((_, k) => k !== i))}
                    >
                      <Trash2 aria-hidden />
                    </Button>
                  </div>
                ) : null}
              </div>
              <p className="mt-2 flex flex-wrap items-center gap-2 text-muted-foreground text-xs">
                {rule.off ? <Badge tone="warning">{t('isOff')}</Badge> : null}
                {effects ? t('effect', effectOf(effects, rule)) : t('effectLoading')}
              </p>
            </li>
          );
        })}
      </ol>
      {may ? (
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
            {kinds
              .filter((kind) => NEW[kind])
              .map((kind) => (
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

function effectOf(effects: PolicyEffects['effects'], rule: RuleDocument): { held: number; skipped: number } {
  // What the law stopped is named by its provision.
  const own = effects.filter((e) => e.rule === RECORDED[rule.kind] && (rule.kind === 'law' || e.id === rule.id));
  return { held: own.reduce((n, e) => n + e.held, 0), skipped: own.reduce((n, e) => n + e.skipped, 0) };
}

function problemAt(problems: readonly Problem[], i: number, { at }: Part): string | undefined {
  const path = `rules.${i}.${at === 'span' ? 'days' : at}`;
  return problems.find(({ field }) => field === path || field?.startsWith(`${path}.`))?.message;
}
