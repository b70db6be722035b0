'use client';
import { AlertTriangle, ChevronUp, Pencil, Send } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { channelOf } from '#core/channels/index.ts';
import { referenceOf } from '#core/contents/reference.ts';
import type { GraphStep } from '#core/graph.ts';
import { cardOf } from '#editor/canvas/card.ts';
import { Sign } from '#editor/canvas/signs.tsx';
import { useAbout } from '#editor/contents/about.ts';
import { Borrowed } from '#editor/contents/borrowed.tsx';
import { contactsInOrder } from '#editor/contents/order.ts';
import { Own } from '#editor/contents/own.tsx';
import { As } from '#editor/contents/preview.tsx';
import { Script } from '#editor/contents/script.tsx';
import { Small } from '#editor/contents/thumbnail.tsx';
import { type ShownAs, useContact } from '#editor/data/contents.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Badge, Card, Empty, Notice, Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import type { Language } from '#editor/ui/moment.ts';

/** All that a chain says, in the order in which it is said; each is written where it stands. */
export function Messages() {
  const t = useTranslations('contents');
  const graph = useEditor((s) => s.graph);
  const [as, setAs] = useState<ShownAs>(null);
  const [open, setOpen] = useState<string | null>(null);
  const steps = contactsInOrder(graph);
  if (steps.length === 0) {
    return (
      <div className="p-4 sm:p-6">
        <Empty icon={<Send aria-hidden />} title={t('messages.none')}>
          {t('messages.noneHint')}
        </Empty>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 sm:p-6">
      <h2 className="sr-only">{t('messages.title')}</h2>
      <div className="mb-4 max-w-xs">
        <As as={as} onAs={setAs} />
      </div>
      <ol className="grid gap-4 lg:grid-cols-2">
        {steps.map((step) => (
          <li key={step.id} className={cn('min-w-0', open === step.id && 'lg:col-span-2')}>
            <Message
              step={step}
              as={as}
              onAs={setAs}
              open={open === step.id}
              onOpen={(on) => setOpen(on ? step.id : null)}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

export type Said = { channel: string; content: Record<string, unknown> };

type MessageProps = {
  step: GraphStep;
  as: ShownAs;
  onAs: (as: ShownAs) => void;
  open: boolean;
  onOpen: (open: boolean) => void;
};

function Message({ step, as, onAs, open, onOpen }: MessageProps) {
  const t = useTranslations('contents');
  const language = useLocale() as Language;
  const readonly = useEditor((s) => s.readonly);
  const problems = useEditor((s) => s.problems).filter(
    (p) => p.step === step.id && p.severity !== 'warning' && p.field?.startsWith('content'),
  );
  const { channel = '', content = {} } = step.data as Partial<Said>;
  const reference = referenceOf(content);
  const mail = channelOf(channel)?.name === 'email';
  const card = cardOf(step, language);
  const Writing = reference ? Borrowed : mail ? Own : Script;
  return (
    <Card className="grid content-start gap-3 p-4">
      <div className="flex flex-wrap items-center gap-3">
        <Sign family={card.family} sign={card.sign} />
        <h3 className="min-w-0 flex-1 font-medium">
          {card.title}
          {card.chip ? <span className="ml-2 font-normal text-muted-foreground text-sm">{card.chip}</span> : null}
        </h3>
        <Tongues content={content} />
        {reference ? <Badge tone="contact">{t('messages.fromTemplate')}</Badge> : null}
        {readonly ? null : (
          <Button
            size="small"
            look="ghost"
            aria-expanded={open}
            aria-label={`${t(open ? 'messages.done' : 'messages.edit')} – ${card.title}`}
            onClick={() => onOpen(!open)}
          >
            {open ? <ChevronUp aria-hidden /> : <Pencil aria-hidden />}
            {t(open ? 'messages.done' : 'messages.edit')}
          </Button>
        )}
      </div>
      {problems.length > 0 ? (
        <Notice tone="danger">
          {problems.map((p) => (
            <p key={`${p.field} ${p.message}`}>{p.message}</p>
          ))}
        </Notice>
      ) : null}
      {open ? (
        <Writing step={step} as={as} onAs={onAs} />
      ) : (
        <Seen channel={channel} content={content} as={as} step={step} />
      )}
    </Card>
  );
}

/** The languages it is written in, where there are several. */
function Tongues({ content }: Pick<Said, 'content'>) {
  const { language, languages } = content as { language?: string; languages?: Record<string, unknown> };
  if (!languages) return null;
  return [language ?? '', ...Object.keys(languages)]
    .filter(Boolean)
    .map((tag) => <Badge key={tag}>{tag.toUpperCase()}</Badge>);
}

function Seen({ channel, content, as, step }: Said & { as: ShownAs; step: GraphStep }) {
  const t = useTranslations('contents');
  const locale = useLocale();
  const about = useAbout(step);
  const language = typeof content.language === 'string' ? content.language : locale;
  const { data, error } = useContact({ channel, content, language, as, ...about });
  if (error) return <Notice tone="warning">{error.message}</Notice>;
  if (!data) return <Skeleton className="h-44" />;
  const advice = data.problems.length + data.warnings.length;
  return (
    <>
      <p className="font-medium text-sm">{data.subject || t('preview.noSubject')}</p>
      {data.html ? (
        <div aria-hidden className="pointer-events-none h-52 overflow-hidden rounded-md border bg-muted">
          <Small html={data.html} />
        </div>
      ) : (
        <p className="line-clamp-6 whitespace-pre-line text-muted-foreground text-sm">
          {data.text || t('messages.empty')}
        </p>
      )}
      {advice > 0 ? (
        <p className="flex items-center gap-1.5 text-sm">
          <AlertTriangle aria-hidden className="size-4 text-warning" />
          {t('messages.advice', { count: advice })}
        </p>
      ) : null}
    </>
  );
}
