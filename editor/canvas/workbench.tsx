'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp, List, PenTool, Plus, Redo2, Search, StickyNote, Undo2, WandSparkles } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { KeyHelp, StepSearch } from '#editor/canvas/aids.tsx';
import { addNoteAt, addSign } from '#editor/canvas/deeds.ts';
import type { Deed } from '#editor/canvas/keys.ts';
import { StepList } from '#editor/canvas/list.tsx';
import { Palette } from '#editor/canvas/pick.tsx';
import { QuickLine } from '#editor/canvas/quickline.tsx';
import { SignMenu } from '#editor/canvas/signmenu.tsx';
import { listEvents } from '#editor/data/chain.ts';
import { type Behind, moveSteps } from '#editor/state/document.ts';
import { useEditor } from '#editor/state/store.ts';
import { Button } from '#editor/ui/button.tsx';
import { Skeleton } from '#editor/ui/card.tsx';

const Canvas = dynamic(() => import('#editor/canvas/canvas.tsx').then((m) => m.Canvas), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

// Nobody needs it before the first step is chosen.
const Inspector = dynamic(() => import('#editor/panels/inspector.tsx').then((m) => m.Inspector), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-24" />,
});

const VIEW = 'jalon:view';

/** The drawing and the list of one chain: two ways to edit one document. */
export function Workbench() {
  const t = useTranslations('canvas');
  const [list, setList] = useState(false);
  const [open, setOpen] = useState<'quick' | 'find' | 'help' | null>(null);
  const [edge, setEdge] = useState<Behind | null>(null);
  const [shown, setShown] = useState<{ id: string; wish: number } | null>(null);
  const readonly = useEditor((s) => s.readonly);
  const history = useEditor((s) => s.history);
  const choosing = useEditor((s) => s.selection.size > 0);
  const { undo, redo } = useEditor.getState();
  const empty = useEditor((s) => s.graph.steps.length === 0);
  const events = useQuery({ queryKey: ['event-names'], queryFn: listEvents }).data ?? [];

  useEffect(() => setList(localStorage.getItem(VIEW) === 'list'), []);
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
  const show = (id: string) => {
    useEditor.getState().select([id]);
    setShown((before) => ({ id, wish: (before?.wish ?? 0) + 1 }));
  };
  const tidy = async () => {
    const { layoutOf } = await import('#editor/canvas/layout.ts');
    useEditor.getState().change('tidy', (graph) => moveSteps(graph, layoutOf(graph)));
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div role="toolbar" aria-label={t('tools')} className="flex flex-wrap items-center gap-1 border-b px-2 py-1">
        <Tool label={t('keys.undo')} onClick={undo} disabled={history.past.length === 0} icon={<Undo2 aria-hidden />} />
        <Tool
          label={t('keys.redo')}
          onClick={redo}
          disabled={history.future.length === 0}
          icon={<Redo2 aria-hidden />}
        />
        <Button size="small" onClick={() => setOpen('quick')} disabled={readonly}>
          <Plus aria-hidden />
          {t('quickLine')} <kbd className="font-sans text-muted-foreground">/</kbd>
        </Button>
        {list ? null : (
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
        )}
        <Tool label={t('keys.find')} onClick={() => setOpen('find')} icon={<Search aria-hidden />} />
        <Tool label={t('keys.help')} onClick={() => setOpen('help')} icon={<CircleHelp aria-hidden />} />
        <span className="flex-1" />
        <Button size="small" onClick={toggle}>
          {list ? <PenTool aria-hidden /> : <List aria-hidden />}
          {list ? t('asDrawing') : t('asList')}
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        {list || readonly ? null : <Palette onPick={(sign) => addSign(sign)} />}
        <section aria-label={list ? t('list.whole') : t('drawing')} className="relative min-h-96 min-w-0 flex-1">
          {list ? (
            <StepList onDeed={onDeed} />
          ) : (
            <>
              <div className="absolute inset-0">
                <Canvas onDeed={onDeed} onInsert={setEdge} shown={shown} />
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
          {edge ? <SignMenu onClose={() => setEdge(null)} onPick={(sign) => addSign(sign, { behind: edge })} /> : null}
          {open === 'find' ? <StepSearch onShow={show} onClose={() => setOpen(null)} /> : null}
        </section>
        {choosing ? (
          <aside
            aria-label={t('inspector')}
            className="w-full shrink-0 overflow-y-auto border-t bg-card md:w-88 md:border-t-0 md:border-l"
          >
            <Inspector />
          </aside>
        ) : null}
      </div>
      <KeyHelp open={open === 'help'} onClose={() => setOpen(null)} />
    </div>
  );
}

function Tool({ label, icon, ...props }: { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <Button look="ghost" size="icon" aria-label={label} title={label} {...props}>
      {icon}
    </Button>
  );
}
