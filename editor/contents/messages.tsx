'use client';
import { useQuery } from '@tanstack/react-query';
import { Mail, Send } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { EmailContent } from '#core/channels/email.ts';
import { channelOf } from '#core/channels/index.ts';
import type { TaskContent } from '#core/channels/task.ts';
import { referenceOf } from '#core/contents/reference.ts';
import type { Graph, GraphStep } from '#core/graph.ts';
import { contactsInOrder } from '#editor/contents/order.ts';
import { Small, VersionThumbnail } from '#editor/contents/thumbnail.tsx';
import { api } from '#editor/data/api.ts';
import { useShown } from '#editor/data/contents.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Page } from '#editor/ui/page.tsx';

type Chain = { id: string; name: string; draft: Graph };

/** All that a chain says, in the order in which it is said. */
export function Messages({ id }: { id: string }) {
  const t = useTranslations('contents');
  const { data, error, refetch } = useQuery({ queryKey: ['chain', id], queryFn: () => api<Chain>(`/chains/${id}`) });
  const steps = data ? contactsInOrder(data.draft) : [];
  return (
    <Page title={data ? `${data.name} – ${t('messages.title')}` : t('messages.title')}>
      {error ? (
        <Notice tone="danger" className="flex items-center justify-between gap-3">
          {error.message}
          <Button onClick={() => refetch()}>{t('again')}</Button>
        </Notice>
      ) : null}
      {!data && !error ? <Skeleton className="h-64" /> : null}
      {data && steps.length === 0 ? (
        <Empty icon={<Send aria-hidden />} title={t('messages.none')}>
          {t('messages.noneHint')}
        </Empty>
      ) : null}
      <ol className="grid gap-4 lg:grid-cols-2">
        {steps.map((step) => (
          <li key={step.id}>
            <Message chain={id} step={step} />
          </li>
        ))}
      </ol>
    </Page>
  );
}

function Message({ chain, step }: { chain: string; step: GraphStep }) {
  const t = useTranslations('contents');
  const { channel = '', content = {} } = step.data as { channel?: string; content?: Record<string, unknown> };
  const reference = referenceOf(content);
  return (
    <Card className="grid h-full content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium">{step.label ?? t('messages.unnamed')}</h2>
        <Badge tone="contact">
          <Mail aria-hidden />
          {channel === 'email' ? t(reference ? 'messages.fromTemplate' : 'messages.written') : t('messages.task')}
        </Badge>
      </div>
      {reference ? (
        <VersionThumbnail id={reference.template} version={reference.version} />
      ) : channelOf(channel)?.name === 'email' ? (
        <Written content={content as Partial<EmailContent>} />
      ) : (
        <Task content={content as Partial<TaskContent>} />
      )}
      <Button asChild size="small" className="justify-self-start">
        <Link
          aria-label={`${t('messages.edit')} – ${step.label ?? t('messages.unnamed')}`}
          href={reference ? `/contents/${reference.template}` : `/chains/${chain}?step=${encodeURIComponent(step.id)}`}
        >
          {t('messages.edit')}
        </Link>
      </Button>
    </Card>
  );
}

function Written({ content }: { content: Partial<EmailContent> }) {
  const { subject = '', preheader = '', html = '', defaults = {} } = content;
  const variant = { subject, preheader, format: 'html' as const, source: html, defaults };
  const { data } = useShown(html ? { variant, language: content.language ?? 'en', as: null } : null);
  return (
    <>
      <p className="text-muted-foreground text-sm">{subject}</p>
      <div aria-hidden className="pointer-events-none h-44 overflow-hidden rounded-md border bg-muted">
        {data ? <Small html={data.html} /> : null}
      </div>
    </>
  );
}

function Task({ content }: { content: Partial<TaskContent> }) {
  return (
    <div className="grid gap-1 text-sm">
      <p>{content.title}</p>
      <p className="line-clamp-6 whitespace-pre-line text-muted-foreground">{content.body}</p>
    </div>
  );
}
