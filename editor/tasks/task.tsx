'use client';
import { ArrowLeft, ListTodo } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useMoments } from '#editor/customers/words.ts';
import { useMay } from '#editor/data/me.ts';
import { claim, close, release, type Task, useTask, useTaskDeed } from '#editor/data/tasks.ts';
import { Callback } from '#editor/tasks/callback.tsx';
import { outcomesOf, useOutcomeWords } from '#editor/tasks/outcome.ts';
import { useRefusal } from '#editor/tasks/refusal.ts';
import { Due, TASK_ICON } from '#editor/tasks/rows.tsx';
import { Button } from '#editor/ui/button.tsx';
import { Card, Notice, Skeleton } from '#editor/ui/card.tsx';
import { Field } from '#editor/ui/field.tsx';
import { Textarea } from '#editor/ui/input.tsx';
import { toast } from '#editor/ui/toast.tsx';

type Props = { id: string; onDone: () => void; onBack: () => void };

/** One task: whom to reach, what to say, and how it went. */
export function TaskPanel({ id, onDone, onBack }: Props) {
  const t = useTranslations('tasks');
  const refusal = useRefusal();
  const task = useTask(id);
  return (
    <Card aria-label={task.data?.title ?? t('loading')} className="grid gap-5 lg:sticky lg:top-4">
      <Button look="ghost" size="small" className="justify-self-start lg:hidden" onClick={onBack}>
        <ArrowLeft aria-hidden />
        {t('list')}
      </Button>
      {task.error ? <Notice tone="danger">{refusal(task.error)}</Notice> : null}
      {task.data ? <Inside task={task.data} onDone={onDone} /> : task.error ? null : <Skeleton className="h-64" />}
    </Card>
  );
}

function Inside({ task, onDone }: { task: Task; onDone: () => void }) {
  const t = useTranslations('tasks');
  const readsCustomers = useMay('customers:read');
  const heading = useRef<HTMLHeadingElement>(null);
  const { when } = useMoments();
  const Icon = TASK_ICON[task.kind] ?? ListTodo;
  // Who works by keyboard or by ear is led to the task that has come up.
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <header className="grid gap-1">
        <p className="flex items-start gap-2 text-muted-foreground text-sm">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-contact" />
          <span>
            {t(`kinds.${task.kind}`)} · {t('fromChain', { chain: task.chainName })}
          </span>
        </p>
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
          {task.title}
        </h2>
        <Due task={task} />
        {task.validUntil && task.state === 'open' ? (
          <p className="text-muted-foreground text-xs">{t('validUntil', { when: when(task.validUntil) })}</p>
        ) : null}
      </header>
      <Person task={task} link={readsCustomers} />
      {task.body ? (
        <section className="grid gap-1">
          <h3 className="font-medium text-sm">{t(task.kind === 'letter' ? 'letterBody' : 'script')}</h3>
          <p className="whitespace-pre-line rounded-lg bg-muted p-3 text-sm">{task.body}</p>
        </section>
      ) : null}
      {task.note ? (
        <section className="grid gap-1">
          <h3 className="font-medium text-sm">{t('earlier')}</h3>
          <p className="whitespace-pre-line border-l-2 pl-3 text-sm">{task.note}</p>
        </section>
      ) : null}
      {task.state === 'open' ? <InHand task={task} onDone={onDone} /> : null}
    </>
  );
}

function Person({ task: { person, kind, claim: held, state, customer }, link }: { task: Task; link: boolean }) {
  const t = useTranslations('tasks');
  const letter = kind === 'letter';
  return (
    <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      <dt className="sr-only">{t('customer')}</dt>
      <dd className="font-medium text-base sm:col-span-2">
        {person.name ?? t('nameless')}
        {link ? (
          <Link
            href={`/customers/${customer}`}
            className="ml-3 font-normal text-primary text-sm underline underline-offset-4"
          >
            {t('customer')}
          </Link>
        ) : null}
      </dd>
      {letter ? null : (
        <>
          <dt className="text-muted-foreground">{t('phone')}</dt>
          <dd>
            {person.phone ? (
              <a
                className="font-medium text-lg text-primary tabular-nums underline underline-offset-4"
                href={`tel:${person.phone.replaceAll(/[^\d+]/g, '')}`}
              >
                {person.phone}
              </a>
            ) : (
              <span className="text-muted-foreground">
                {t(state === 'open' && !held?.mine && !link ? 'phoneHidden' : 'noPhone')}
              </span>
            )}
          </dd>
        </>
      )}
      {letter || person.address ? (
        <>
          <dt className="text-muted-foreground">{t('address')}</dt>
          <dd className="whitespace-pre-line">{person.address?.join('\n') ?? t('noAddress')}</dd>
        </>
      ) : null}
    </dl>
  );
}

/** Taken first, so that nobody else calls; then closed with one of its outcomes, put off, or given back. */
function InHand({ task, onDone }: { task: Task; onDone: () => void }) {
  const t = useTranslations('tasks');
  const refusal = useRefusal();
  const words = useOutcomeWords();
  const [note, setNote] = useState('');
  const take = useTaskDeed(claim);
  const give = useTaskDeed(release);
  const finish = useTaskDeed(close);
  const outcomes = outcomesOf(task);
  const mine = task.claim?.mine ?? false;
  const failed = finish.error ?? take.error ?? give.error;
  const busy = take.isPending || give.isPending || finish.isPending;

  const say = (outcome: string) =>
    finish.mutate(
      { id: task.id, outcome, ...(note.trim() ? { note: note.trim() } : {}) },
      {
        onSuccess: () => {
          toast.success(t('closed', { outcome: words(outcome) }));
          onDone();
        },
      },
    );
  const pressed = useRef(say);
  pressed.current = say;
  useEffect(() => {
    if (!mine || busy) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=dialog]')) return;
      const outcome = /^[1-9]$/.test(event.key) ? outcomes[Number(event.key) - 1] : undefined;
      if (outcome === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      pressed.current(outcome);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mine, busy, outcomes]);

  const notice = failed ? <Notice tone="danger">{refusal(failed)}</Notice> : null;
  if (!mine) {
    const others = task.claim !== null;
    return (
      <div className="grid gap-3">
        {notice}
        <Button
          look="primary"
          size="large"
          className="justify-self-start max-sm:w-full"
          disabled={others || busy}
          onClick={() => take.mutate(task.id)}
        >
          {t('take')}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <Field label={t('note')} hint={t('noteHint')}>
        {(control) => (
          <Textarea {...control} maxLength={4_000} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium text-sm">{t(task.kind === 'letter' ? 'howLetter' : 'outcome')}</legend>
        <div className="flex flex-wrap gap-2">
          {outcomes.map((outcome, i) => (
            <Button
              key={outcome}
              look={i === 0 ? 'primary' : 'secondary'}
              className="max-sm:h-11 max-sm:w-full"
              disabled={busy}
              onClick={() => say(outcome)}
            >
              {words(outcome)}
              {i < 9 ? (
                <kbd aria-hidden className="font-sans text-xs opacity-80 max-sm:hidden">
                  {i + 1}
                </kbd>
              ) : null}
            </Button>
          ))}
        </div>
      </fieldset>
      {task.kind === 'letter' ? null : <Callback task={task} note={note} onDone={onDone} />}
      {notice}
      <div className="flex flex-wrap items-center justify-between gap-2 border-t pt-3">
        <Lapse until={task.claim?.until ?? ''} />
        <Button size="small" look="ghost" disabled={busy} onClick={() => give.mutate(task.id)}>
          {t('give')}
        </Button>
      </div>
    </div>
  );
}

/** The wall's clock, and not the instance's, which may run fast. */
function Lapse({ until }: { until: string }) {
  const t = useTranslations('tasks');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.max(0, Math.ceil((Date.parse(until) - now) / 60_000));
  return <p className="text-muted-foreground text-xs">{t('expires', { minutes })}</p>;
}
