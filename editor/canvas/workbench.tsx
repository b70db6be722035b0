'use client';
import { useQuery } from '@tanstack/react-query';
import {
  Check,
  CircleAlert,
  CircleHelp,
  List,
  PenTool,
  Plus,
  Redo2,
  Search,
  SlidersHorizontal,
  StickyNote,
  TriangleAlert,
  Undo2,
  WandSparkles,
  X,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { addNoteAt, addSign } from '#editor/canvas/deeds.ts';
import type { Deed } from '#editor/canvas/keys.ts';
import { goTo, type Mode, modeOf } from '#editor/canvas/mode.ts';
import { Palette } from '#editor/canvas/pick.tsx';
import { QuickLine } from '#editor/canvas/quickline.tsx';
import { SignMenu } from '#editor/canvas/signmenu.tsx';
import { listEvents } from '#editor/data/chain.ts';
import { type Behind, moveSteps } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Skeleton } from '#editor/ui/card.tsx';
import { cn } from '#editor/ui/class.ts';
import { Late } from '#editor/ui/late.tsx';

const canvas = () => import('#editor/canvas/canvas.tsx').then((m) => m.Canvas);
// Its code is under way while the chain is.
if (typeof window !== 'undefined') void canvas().catch(() => undefined);
const Canvas = dynamic(canvas, {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

// Nobody needs them in the first picture; but whoever goes offline needs them there.
const inspector = () => import('#editor/panels/inspector.tsx').then((m) => m.Inspector);
const rows = () => import('#editor/canvas/list.tsx').then((m) => m.StepList);
const aids = () => import('#editor/canvas/aids.tsx');
const ahead = () => Promise.all([inspector(), rows(), aids(), import('#editor/state/check.ts')]).catch(() => undefined);
const onDrawn = () => {
  performance.mark('drawn');
  setTimeout(() => void ahead(), 4_000);
};
const StepList = dynamic(rows, { ssr: false, loading: () => <Skeleton className="m-4 h-64" /> });
const StepSearch = dynamic(() => aids().then((m) => m.StepSearch), { ssr: false });
const KeyHelp = dynamic(() => aids().then((m) => m.KeyHelp), { ssr: false });

// Who draws does not load it.
const Watch = dynamic(() => import('#editor/watch/watch.tsx').then((m) => m.Watch), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-24" />,
});

const VIEW = 'jalon:view';

/** The drawing and the list of one chain: two ways to edit one document. */
export function Workbench() {
  const t = useTranslations('canvas');
  const panels = useTranslations('panels');
  const desk = useTranslations('desk');
  const [list, setList] = useState(false);
  const [open, setOpen] = useState<'quick' | 'find' | 'help' | null>(null);
  const [edge, setEdge] = useState<Behind | null>(null);
  const [aside, setAside] = useState(false);
  const query = useSearchParams();
  const mode = modeOf(query);
  const asked = query.get('step');
  const readonly = useEditor((s) => s.readonly);
  const history = useEditor((s) => s.history);
  const choosing = useEditor((s) => s.selection.size > 0 && s.graph.steps.some(({ id }) => s.selection.has(id)));
  const { undo, redo, reveal, select } = useEditor.getState();
  const empty = useEditor((s) => s.graph.steps.length === 0);
  const chain = useEditor((s) => s.chain?.id);
  const events = useQuery({ queryKey: ['event-names'], queryFn: listEvents }).data ?? [];

  useEffect(() => setList(localStorage.getItem(VIEW) === 'list'), []);
  // A link may lead to one step.
  useEffect(() => {
    const known = () => useEditor.getState().graph.steps.some((s) => s.id === asked);
    if (chain && asked && (mode !== 'edit' || known())) reveal(asked);
  }, [chain, asked, mode, reveal]);
  const toggle = () => {
    localStorage.setItem(VIEW, list ? 'drawing' : 'list');
    setList(!list);
  };
  const onDeed = useCallback(
    (deed: Deed) => {
      if (deed === 'quick' && !readonly) setOpen('quick');
      else if (deed === 'find' || deed === 'help') setOpen(deed);
      else return false;
      return true;
    },
    [readonly],
  );
  const tidy = async () => {
    const { layoutOf } = await import('#editor/canvas/layout.ts');
    useEditor.getState().change('tidy', (graph) => moveSteps(graph, layoutOf(graph)));
  };

  const editing = mode === 'edit';
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div role="toolbar" aria-label={t('tools')} className="flex flex-wrap items-center gap-1 border-b px-2 py-1">
        <Modes mode={mode} />
        {editing ? (
          <>
            <Tool
              label={t('keys.undo')}
              onClick={undo}
              disabled={history.past.length === 0}
              icon={<Undo2 aria-hidden />}
            />
            <Tool
              label={t('keys.redo')}
              onClick={redo}
              disabled={history.future.length === 0}
              icon={<Redo2 aria-hidden />}
            />
            <Button size="small" onClick={() => setOpen('quick')} disabled={readonly}>
              <Plus aria-hidden />
              <span className="max-sm:sr-only">{t('quickLine')}</span>{' '}
              <kbd className="font-sans text-muted-foreground">/</kbd>
            </Button>
          </>
        ) : null}
        {editing && !list ? (
          <>
            <Tool
              label={t('tidy')}
              onClick={() => void tidy()}
              disabled={readonly || empty}
              icon={<WandSparkles aria-hidden />}
            />
            <Tool
              label={t('addNote')}
              onClick={() => addNoteAt({ x: 0, y: -160 })}
              disabled={readonly}
              icon={<StickyNote aria-hidden />}
            />
          </>
        ) : null}
        <Tool label={t('keys.find')} onClick={() => setOpen('find')} icon={<Search aria-hidden />} />
        {editing ? (
          <Tool label={t('keys.help')} onClick={() => setOpen('help')} icon={<CircleHelp aria-hidden />} />
        ) : null}
        <span className="flex-1" />
        {editing ? (
          <Tool
            label={panels('parameters.title')}
            onClick={() => {
              select([]);
              setAside(choosing || !aside);
            }}
            icon={<SlidersHorizontal aria-hidden />}
          />
        ) : null}
        {editing ? <State open={aside} onToggle={() => setAside(!aside)} /> : null}
        <Button size="small" onClick={toggle}>
          {list ? <PenTool aria-hidden /> : <List aria-hidden />}
          {list ? t('asDrawing') : t('asList')}
        </Button>
      </div>
      {editing ? (
        <div className="flex min-h-0 flex-1 flex-col md:flex-row">
          {list || readonly ? null : <Palette onPick={(sign) => addSign(sign)} />}
          <section aria-label={list ? t('list.whole') : t('drawing')} className="relative min-h-96 min-w-0 flex-1">
            {list ? (
              <StepList onDeed={onDeed} />
            ) : (
              <>
                <div className="absolute inset-0">
                  <Canvas onDeed={onDeed} onInsert={setEdge} onDrawn={onDrawn} />
                </div>
                {empty ? (
                  <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
                    <p className="max-w-sm rounded-xl border border-dashed bg-card p-5 text-center text-muted-foreground text-sm">
                      {t('empty')}
                    </p>
                  </div>
                ) : null}
              </>
            )}
            {open === 'quick' ? <QuickLine events={events} onClose={() => setOpen(null)} /> : null}
            {edge ? (
              <SignMenu onClose={() => setEdge(null)} onPick={(sign) => addSign(sign, { behind: edge })} />
            ) : null}
            {open === 'find' ? <StepSearch onShow={reveal} onClose={() => setOpen(null)} /> : null}
          </section>
          {choosing || aside ? (
            <aside
              aria-label={t(choosing ? 'inspector' : 'whole')}
              className="relative w-full shrink-0 overflow-y-auto border-t bg-card md:w-88 md:border-t-0 md:border-l"
            >
              <Button
                look="ghost"
                size="icon"
                className="absolute top-2.5 right-2.5 z-10"
                aria-label={desk('close')}
                onClick={() => {
                  select([]);
                  setAside(false);
                }}
              >
                <X aria-hidden />
              </Button>
              <Late load={inspector} waiting={<Skeleton className="m-4 h-24" />} />
            </aside>
          ) : null}
        </div>
      ) : (
        <div className="relative flex min-h-0 flex-1 flex-col">
          <Watch mode={mode} list={list} />
          {open === 'find' ? <StepSearch onShow={reveal} onClose={() => setOpen(null)} /> : null}
        </div>
      )}
      {open === 'help' ? <KeyHelp open onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

/** Drawing it and watching it are two modes; what has changed is shown once there is something to compare with. */
function Modes({ mode }: { mode: Mode }) {
  const t = useTranslations('canvas');
  const published = useEditor((s) => s.chain?.version != null);
  return (
    <fieldset className="mr-1 flex rounded-md border p-0.5">
      <legend className="sr-only">{t('mode.name')}</legend>
      {(['edit', 'live', 'changes'] as const).map((one) =>
        one === 'changes' && !published ? null : (
          <button
            key={one}
            type="button"
            aria-pressed={mode === one}
            onClick={() => goTo(one)}
            className={cn(
              'rounded px-2.5 py-0.5 text-muted-foreground text-sm hover:text-foreground',
              mode === one && 'bg-accent font-medium text-accent-foreground',
            )}
          >
            {t(`mode.${one}`)}
          </button>
        ),
      )}
    </fieldset>
  );
}

/** What is to be mended, in one look; opens the list that leads there. */
function State({ open, onToggle }: { open: boolean; onToggle: () => void }) {
  const t = useTranslations('canvas');
  const red = useEditor((s) => s.problems.filter((p) => p.severity !== 'warning').length);
  const amber = useEditor((s) => s.problems.length) - red;
  const [Icon, tone, said] =
    red > 0
      ? ([CircleAlert, 'text-danger', t('problems.red', { count: red })] as const)
      : amber > 0
        ? ([TriangleAlert, 'text-warning', t('problems.amber', { count: amber })] as const)
        : ([Check, 'text-success', t('problems.none')] as const);
  return (
    <Button size="small" look="ghost" aria-expanded={open} onClick={onToggle}>
      <Icon aria-hidden className={tone} />
      {said}
    </Button>
  );
}

function Tool({ label, icon, ...props }: { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <Button look="ghost" size="icon" aria-label={label} title={label} {...props}>
      {icon}
    </Button>
  );
}
