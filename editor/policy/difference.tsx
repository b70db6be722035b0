'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { RuleDocument } from '#core/policy/documents.ts';
import { differences } from '#editor/policy/changes.ts';
import { useDraft } from '#editor/policy/draft.tsx';
import type { Lang, Part } from '#editor/policy/sentence.ts';
import { Badge } from '#editor/ui/card.tsx';

/** What one policy has that the other has not, in words. */
export function Difference({ before, after }: { before: readonly RuleDocument[]; after: readonly RuleDocument[] }) {
  const t = useTranslations('policy');
  const { names } = useDraft();
  const changes = differences(before, after, useLocale() as Lang, names);
  if (changes.length === 0) return <p className="text-muted-foreground text-sm">{t('same')}</p>;
  return (
    <ul className="grid gap-2 text-sm">
      {changes.map((change) => (
        <li key={`${change.kind} ${'id' in change ? change.id : ''}`}>
          <Badge tone={change.kind === 'removed' || change.kind === 'off' ? 'danger' : 'success'}>
            {t(`changes.${change.kind}`)}
          </Badge>{' '}
          {change.kind === 'order' ? null : change.kind === 'changed' ? (
            <>
              <del className="text-muted-foreground">{marked(change.before, change.after)}</del>{' '}
              <ins className="no-underline">{marked(change.after, change.before)}</ins>
              {change.more.map(({ at, before: was, after: is }) => (
                <span key={at} className="block pl-4">
                  {t(`words.${at}` as never)}
                  {t('colon')} <del className="text-muted-foreground">{was}</del>{' '}
                  <ins className="font-semibold no-underline">{is}</ins>
                </span>
              ))}
            </>
          ) : (
            change.said
          )}
        </li>
      ))}
    </ul>
  );
}

function marked(parts: readonly Part[], other: readonly Part[]) {
  return parts.map((part, i) => {
    const same = part.at === undefined || other.some((o) => o.at === part.at && o.text === part.text);
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence keep their order.
    return same ? part.text : <strong key={i}>{part.text}</strong>;
  });
}
