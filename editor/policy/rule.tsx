'use client';
import { ArrowDown, ArrowUp, ChevronRight, Power, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { RuleDocument } from '#core/policy/documents.ts';
import type { Problem } from '#core/problem.ts';
import { changeWord } from '#editor/policy/changes.ts';
import { type Lang, moreOf, type Names, type Part, sentenceOf } from '#editor/policy/sentence.ts';
import { Word } from '#editor/policy/word.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Badge } from '#editor/ui/card.tsx';

export type RuleProps = {
  rule: RuleDocument;
  names: Names;
  may: boolean;
  /** Those of this rule, by the place in it (`max`, `while.days`). */
  problems: readonly Problem[];
  /** Cannot be taken out or switched off here. */
  fixed?: boolean;
  /** Beneath the sentence: what it did. */
  children?: ReactNode;
  change(rule: RuleDocument): void;
  remove(): void;
  /** Absent: there is none before, or after. */
  up?: (() => void) | undefined;
  down?: (() => void) | undefined;
};

/** One rule: its sentence, what it keeps to itself, and what can be done with it. */
export function Rule({ rule, names, may, problems, fixed = false, children, change, remove, up, down }: RuleProps) {
  const t = useTranslations('policy');
  const lang = useLocale() as Lang;
  const more = moreOf(rule, lang, names);
  const word = (part: Part) => (
    <Word
      part={part}
      problem={problemAt(problems, part)}
      change={(value) => change(changeWord(rule, part.at!, value))}
    />
  );
  const deeds = [
    { name: t('up'), icon: ArrowUp, deed: up, off: !up },
    { name: t('down'), icon: ArrowDown, deed: down, off: !down },
    {
      ...{ name: rule.off ? t('on') : t('off'), icon: Power, off: fixed },
      deed: () => change(changeWord(rule, 'off', rule.off ? undefined : true)),
    },
    { name: t('remove'), icon: Trash2, deed: remove, off: fixed },
  ];
  return (
    <li className="rounded-xl border bg-card p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <p className={rule.off ? 'min-w-0 flex-1 basis-72 text-muted-foreground' : 'min-w-0 flex-1 basis-72'}>
          {sentenceOf(rule, lang, names).map((part, p) =>
            part.at === undefined || !may ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence keep their order.
              <span key={p} className={part.at ? 'font-semibold' : undefined}>
                {glued(part.text, p > 0 && may)}
              </span>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <span key={p}>{word(part)}</span>
            ),
          )}
        </p>
        {may ? (
          <div className="flex">
            {deeds.map(({ name, icon: Icon, deed, off }) => (
              <Button
                key={name}
                look="ghost"
                size="icon"
                className="size-8"
                aria-label={name}
                title={name}
                disabled={off}
                onClick={deed}
              >
                <Icon aria-hidden />
              </Button>
            ))}
          </div>
        ) : null}
      </div>
      {rule.off || children ? (
        <div className="mt-2 flex flex-wrap items-center gap-2 text-muted-foreground text-xs">
          {rule.off ? <Badge tone="warning">{t('isOff')}</Badge> : null}
          {children}
        </div>
      ) : null}
      {more.length > 0 ? (
        <details className="group mt-2 text-sm">
          <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded text-muted-foreground text-xs hover:text-foreground [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
            {t('more')}
          </summary>
          <dl className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2">
            {more.map((part) => (
              <div key={part.at}>
                <dt className="text-muted-foreground text-xs">{t(`words.${part.at}` as never)}</dt>
                <dd className="mt-0.5">{may ? word(part) : part.text}</dd>
                <dd className="mt-1 text-muted-foreground text-xs">{t(`moreWhat.${part.at}` as never)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </li>
  );
}

/** A word is a button: what follows it closely must not begin the next line. */
function glued(text: string, after: boolean): string {
  return after && /^[.,;)\u202f]/.test(text) ? `\u2060${text}` : text;
}

function problemAt(problems: readonly Problem[], { at }: Part): string | undefined {
  const path = at === 'span' ? 'days' : at;
  return problems.find(({ field }) => field === path || field?.startsWith(`${path}.`))?.message;
}
