/** What buttons, keys and drops do to the document: each one undoable change, and the selection that follows from it. */
import { behindOf, newStep, placed, stepOfQuick } from '#editor/canvas/palette.ts';
import { type Clip, copySteps, pasteSteps } from '#editor/state/clip.ts';
import {
  addNote,
  type Behind,
  freshId,
  type NewStep,
  type Place,
  placedNotes,
  removeSteps,
  setParam,
} from '#editor/state/document.ts';
import type { Quick } from '#editor/state/quick.ts';
import { useEditor } from '#editor/state/store.ts';

type Where = { behind?: Behind | undefined; at?: Place | undefined };

function put(step: NewStep, { behind, at }: Where): void {
  const { change, select } = useEditor.getState();
  change('add', (graph) => placed(graph, step, behind, at));
  // A goal stands beside the path: what comes next still follows what was chosen before.
  if (step.type !== 'goal') select([step.id]);
}

/** Without a place: behind what is chosen. */
export function addSign(sign: string, where?: Where): void {
  const { graph, selection } = useEditor.getState();
  const behind = where ? where.behind : behindOf(graph, selection);
  put(newStep(graph, sign, behind), { ...where, behind });
}

export function addQuick(quick: Quick): void {
  const { graph, selection, change } = useEditor.getState();
  const made = Object.entries(quick.params ?? {});
  if (made.length > 0) change('param', (g) => made.reduce((all, [name, param]) => setParam(all, name, param), g));
  put(stepOfQuick(graph, quick), { behind: behindOf(graph, selection) });
}

/** Beside the notes that lie there already. */
export function addNoteAt({ x, y }: Place): void {
  const { graph, change, select } = useEditor.getState();
  const id = freshId(graph, 'note');
  const near = placedNotes(graph).filter(({ position }) => Math.abs(position.y - y) < 60);
  let free = x;
  while (near.some(({ position }) => Math.abs(position.x - free) < 232)) free += 240;
  change('note', (g) => addNote(g, { id, text: '', position: { x: free, y } }));
  select([id]);
}

export function removeChosen(): void {
  const { selection, change } = useEditor.getState();
  if (selection.size > 0) change('remove', (graph) => removeSteps(graph, selection));
}

export function copyChosen(): Clip | null {
  const { graph, selection } = useEditor.getState();
  return copySteps(graph, selection);
}

export function paste(clip: Clip, at?: Place): void {
  const { graph, change, select } = useEditor.getState();
  const { graph: next, ids } = pasteSteps(graph, clip, at);
  if (ids.length === 0) return;
  change('paste', () => next);
  select(ids);
}

export function duplicate(): void {
  const clip = copyChosen();
  if (clip) paste(clip);
}

export function chooseAll(): void {
  const { graph, select } = useEditor.getState();
  select(graph.steps.map((s) => s.id));
}
