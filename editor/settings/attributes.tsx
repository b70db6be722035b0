'use client';
import { Tags } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SENSITIVITIES, type Sensitivity } from '#core/mask.ts';
import { type AttributeAnswer, useAttributes, useSayAttribute } from '#editor/data/people.ts';
import { useSaid } from '#editor/desk/said.ts';
import { Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Input, Select } from '#editor/ui/input.tsx';
import { Table, Td, Th } from '#editor/ui/table.tsx';

/** Each attribute of customers and property of events that was seen, and who sees what it holds. */
export function Attributes() {
  const t = useTranslations('settings');
  const said = useSaid('settings');
  const attributes = useAttributes();
  const say = useSayAttribute();
  const [search, setSearch] = useState('');
  const found = (attributes.data ?? []).filter(({ path }) => path.toLowerCase().includes(search.trim().toLowerCase()));
  const failure = attributes.error ?? say.error;

  return (
    <div className="grid gap-6">
      <Card className="grid gap-3">
        <p className="text-sm">{t('attributesText')}</p>
        <dl className="grid gap-2 text-sm sm:grid-cols-3">
          {SENSITIVITIES.map((level) => (
            <div key={level}>
              <dt className="font-medium">{t(`level.${level}`)}</dt>
              <dd className="text-muted-foreground">{t(`sees.${level}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="text-muted-foreground text-sm">{t('alwaysPersonal')}</p>
      </Card>
      {failure ? <Notice tone="danger">{said(failure)}</Notice> : null}
      {attributes.isPending ? <Skeleton className="h-64" /> : null}
      {attributes.data?.length === 0 ? (
        <Empty icon={<Tags aria-hidden />} title={t('noAttributes')}>
          {t('noAttributesHint')}
        </Empty>
      ) : null}
      {attributes.data && attributes.data.length > 0 ? (
        <Input
          type="search"
          className="max-w-xs"
          aria-label={t('searchAttributes')}
          placeholder={t('searchAttributes')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      {(['profile', 'event'] as const).map((kind) => {
        const rows = found.filter(({ path }) => path.startsWith(`${kind}.`));
        return rows.length === 0 ? null : (
          <section key={kind} className="grid gap-3">
            <h2 className="font-semibold text-lg">{t(`of.${kind}`)}</h2>
            <Table label={t(`of.${kind}`)} className="min-w-xl">
              <thead>
                <tr>
                  <Th className="w-1/3">{t('attribute')}</Th>
                  <Th>{t('type')}</Th>
                  {kind === 'event' ? <Th>{t('carriedBy')}</Th> : null}
                  <Th className="w-64">{t('sensitivity')}</Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.path} row={row} busy={say.isPending} say={say.mutate} />
                ))}
              </tbody>
            </Table>
          </section>
        );
      })}
    </div>
  );
}

function Row({
  row,
  busy,
  say,
}: {
  row: AttributeAnswer;
  busy: boolean;
  say: (given: { path: string; sensitivity: Sensitivity | null }) => void;
}) {
  const t = useTranslations('settings');
  const name = row.path.slice(row.path.indexOf('.') + 1);
  const type = `types.${row.type}`;
  return (
    <tr>
      <Td className="break-all font-medium">{name}</Td>
      <Td className="text-muted-foreground">{t.has(type) ? t(type) : row.type}</Td>
      {row.path.startsWith('event.') ? <Td className="text-xs">{row.events.join(', ')}</Td> : null}
      <Td>
        <Select
          aria-label={t('sensitivityOf', { name })}
          disabled={busy}
          value={row.stated ? row.sensitivity : 'usual'}
          onChange={({ target: { value } }) =>
            say({ path: row.path, sensitivity: value === 'usual' ? null : (value as Sensitivity) })
          }
        >
          <option value="usual">
            {row.stated ? t('usual') : t('usually', { level: t(`level.${row.sensitivity}`) })}
          </option>
          {SENSITIVITIES.map((level) => (
            <option key={level} value={level}>
              {t(`level.${level}`)}
            </option>
          ))}
        </Select>
      </Td>
    </tr>
  );
}
