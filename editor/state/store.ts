/** The document under the hands of whoever edits it: the one store. Saving, merging and checking hang on it here. */
'use client';
import { create } from 'zustand';
import { type Graph, readGraph } from '#core/graph.ts';
import type { Problem } from '#core/problem.ts';
import { ApiProblem } from '#editor/data/api.ts';
import { type ChainAnswer, checkDraft, readChain, saveDraft } from '#editor/data/chain.ts';
import { onSigned, signedOut } from '#editor/data/signed.ts';
import { type History, NO_HISTORY, rebased, redone, remember, undone } from '#editor/state/history.ts';
import { forget, type Kept, keep, kept } from '#editor/state/keep.ts';
import { type Conflict, merge, type Side, same } from '#editor/state/merge.ts';

export type Saved = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict';

type Clash = { theirs: ChainAnswer; base: Graph; graph: Graph; conflicts: Conflict[] };

export type EditorState = {
  chain: ChainAnswer | null;
  graph: Graph;
  revision: number;
  selection: ReadonlySet<string>;
  /** The compiler's and the API's; amber has a severity. */
  problems: Problem[];
  saved: Saved;
  /** Why the last save was refused, in the API's words. */
  refused: Problem[];
  readonly: boolean;
  history: History;
  /** What somebody else changed as well: asked, step by step. */
  clash: Clash | null;
  /** Unsaved work of an earlier, broken session. */
  found: Kept | null;
  /** Grows whenever somebody else's changes were taken over. */
  taken: number;
  /** A step to bring into the middle; grows with each wish. */
  revealed: { id: string; wish: number } | null;
  open(chain: ChainAnswer, how?: { readonly?: boolean }): void;
  close(): void;
  change(label: string, next: (graph: Graph) => Graph, how?: { blend?: string }): void;
  undo(): void;
  redo(): void;
  select(ids: Iterable<string>): void;
  /** Chosen, and brought into the middle. */
  reveal(id: string): void;
  /** Answers the questions of a clash. */
  settle(choose: (conflict: Conflict) => Side): void;
  /** Takes the found work up, or throws it away. */
  recover(take: boolean): void;
  saveNow(): Promise<void>;
};

const EMPTY: Graph = { schema: 1, name: '…', params: {}, steps: [], edges: [] };
/** ms until what was done is saved: at once, but what is being typed once the hand rests. */
const DEED = 50;
const TYPED = 200;
const CHECK_PAUSE = 120;
const RETRY = 3_000;

/** What was last agreed with the API; no picture hangs on it. */
let base: Graph = EMPTY;
let timer: ReturnType<typeof setTimeout> | undefined;
let checking: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | null = null;
let channel: BroadcastChannel | null = null;
let stopHearing: () => void = () => undefined;
/** What only the API can say, and of which graph. */
let told: { graph: Graph; problems: Problem[] } = { graph: EMPTY, problems: [] };

export const useEditor = create<EditorState>()((set, get) => {
  function show(graph: Graph, more: Partial<EditorState> = {}): void {
    const ids = new Set([...graph.steps.map((s) => s.id), ...(graph.notes ?? []).map((n) => n.id ?? '')]);
    const selection = new Set([...get().selection].filter((id) => ids.has(id)));
    set({ graph, ...(selection.size === get().selection.size ? {} : { selection }), ...more });
    // What was opened is checked by the API; the compiler is fetched once something changes.
    clearTimeout(checking);
    if (graph !== base) checking = setTimeout(recheck, CHECK_PAUSE);
  }

  async function recheck(): Promise<void> {
    // Offline it may not come: the API says the same after the next save.
    const loaded = await import('#editor/state/check.ts').catch(() => null);
    if (!loaded) return;
    const { graph } = get();
    const own = loaded.check(graph);
    const key = (p: Problem) => `${p.code} ${p.step} ${p.field}`;
    const known = new Set(own.map(key));
    const before = new Map(told.graph.steps.map((s) => [s.id, s]));
    const still = told.problems.filter(
      (p) =>
        !known.has(key(p)) &&
        p.code === 'bad_content' &&
        graph.steps.some((s) => s.id === p.step && before.get(s.id) === s),
    );
    set({ problems: [...own, ...still] });
  }

  function later(pause = DEED): void {
    const { chain, saved, readonly } = get();
    if (!chain || readonly || saved === 'conflict') return;
    clearTimeout(timer);
    timer = setTimeout(() => void get().saveNow(), pause);
  }

  /** Theirs and mine become one, or a question. */
  function join(theirs: ChainAnswer): void {
    const read = readGraph(theirs.draft);
    if ('problems' in read) return;
    const mine = get().graph;
    const merged = merge(base, mine, read.graph);
    if (merged.conflicts.length > 0) {
      set({ saved: 'conflict', clash: { theirs, base, graph: read.graph, conflicts: merged.conflicts } });
      return;
    }
    agree(theirs, read.graph, merged.graph);
  }

  function agree(theirs: ChainAnswer, graph: Graph, joined: Graph): void {
    const mine = get().graph;
    base = graph;
    const dirty = !same(joined, graph);
    show(joined, {
      chain: theirs,
      revision: theirs.revision,
      clash: null,
      saved: dirty ? 'unsaved' : 'saved',
      history: rebased(get().history, (old) => merge(mine, old, joined, () => 'theirs').graph),
      taken: get().taken + 1,
    });
    if (dirty) later(0);
    else forget(theirs.id);
  }

  /** What is being saved is waited for, not passed over: nobody calls a second time. */
  async function pull(): Promise<void> {
    const id = get().chain?.id;
    if (id === undefined) return;
    while (running) await running;
    const now = await readChain(id).catch(() => null);
    if (!now || get().chain?.id !== id || now.revision <= get().revision || get().clash) return;
    if (running) return pull();
    join(now);
  }

  async function save(): Promise<void> {
    const { chain, graph, revision, saved } = get();
    if (!chain || saved === 'conflict') return;
    if (same(graph, base)) {
      forget(chain.id);
      set({ saved: 'saved' });
      return;
    }
    keep(chain.id, { revision, base, graph });
    set({ saved: 'saving' });
    try {
      const answer = await saveDraft(chain.id, graph, revision);
      if (get().chain?.id !== chain.id) return;
      base = graph;
      const clean = get().graph === graph;
      set({ chain: answer, revision: answer.revision, refused: [], saved: clean ? 'saved' : 'unsaved' });
      if (clean) forget(chain.id);
      channel?.postMessage({ revision: answer.revision });
      if (!clean) later(TYPED);
      const problems = await checkDraft(chain.id);
      told = { graph, problems };
      if (get().graph === graph) set({ problems });
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      if (get().chain?.id !== chain.id || get().saved === 'saved') return;
      const current = cause.status === 409 ? (cause.answer as { current?: ChainAnswer }).current : undefined;
      if (current) return join(current);
      const away = cause.status === 0 || cause.status >= 500;
      // Signed out is said once, by the desk; it is saved as soon as somebody is signed in again.
      const out = cause.status === 401;
      set(away ? { saved: 'offline' } : { saved: 'unsaved', refused: out ? [] : cause.problems });
      if (away || out) later(RETRY);
    }
  }

  const onOnline = () => later(0);
  const onSignedIn = () => {
    if (!signedOut()) later(0);
  };
  const onSeen = () => {
    if (document.visibilityState === 'visible') void pull();
    else hold();
  };
  const hold = () => {
    const { chain, graph, revision, saved } = get();
    if (chain && saved !== 'saved') keep(chain.id, { revision, base, graph });
  };
  const onLeave = (event: BeforeUnloadEvent) => {
    hold();
    if (get().saved !== 'saved') event.preventDefault();
  };

  return {
    chain: null,
    graph: EMPTY,
    revision: 0,
    selection: new Set<string>(),
    problems: [],
    saved: 'saved',
    refused: [],
    readonly: false,
    history: NO_HISTORY,
    clash: null,
    found: null,
    taken: 0,
    revealed: null,

    open(chain, { readonly = false } = {}) {
      if (get().chain?.id === chain.id) return set({ readonly });
      get().close();
      const read = readGraph(chain.draft);
      if ('problems' in read) return set({ chain, problems: read.problems, readonly: true });
      base = read.graph;
      const lost = readonly ? null : kept(chain.id);
      show(read.graph, {
        chain,
        revision: chain.revision,
        readonly,
        found: lost && !same(lost.graph, read.graph) ? lost : null,
      });
      channel = new BroadcastChannel(`jalon-chain-${chain.id}`);
      channel.onmessage = () => void pull();
      window.addEventListener('online', onOnline);
      stopHearing = onSigned(onSignedIn);
      window.addEventListener('beforeunload', onLeave);
      document.addEventListener('visibilitychange', onSeen);
      void checkDraft(chain.id)
        .then((problems) => {
          told = { graph: read.graph, problems };
          if (get().graph === read.graph) set({ problems });
        })
        .catch(() => undefined);
    },

    close() {
      const { chain, saved } = get();
      if (chain && saved !== 'saved') {
        hold();
        void get().saveNow();
      }
      clearTimeout(timer);
      clearTimeout(checking);
      channel?.close();
      channel = null;
      window.removeEventListener('online', onOnline);
      stopHearing();
      window.removeEventListener('beforeunload', onLeave);
      document.removeEventListener('visibilitychange', onSeen);
      told = { graph: EMPTY, problems: [] };
      set({
        chain: null,
        graph: EMPTY,
        selection: new Set(),
        problems: [],
        saved: 'saved',
        refused: [],
        history: NO_HISTORY,
        clash: null,
        found: null,
        revealed: null,
      });
    },

    change(label, next, { blend } = {}) {
      const { graph: before, history, readonly, saved } = get();
      const graph = next(before);
      if (readonly || graph === before) return;
      show(graph, {
        history: remember(history, before, label, blend),
        ...(saved === 'saved' || saved === 'saving' ? { saved: 'unsaved' as const } : {}),
      });
      later(blend === undefined ? DEED : TYPED);
    },

    undo() {
      const { history, graph, readonly } = get();
      const back = undone(history, graph);
      if (!back || readonly) return;
      show(back.graph, { history: back.history, saved: get().saved === 'conflict' ? 'conflict' : 'unsaved' });
      later();
    },

    redo() {
      const { history, graph, readonly } = get();
      const on = redone(history, graph);
      if (!on || readonly) return;
      show(on.graph, { history: on.history, saved: get().saved === 'conflict' ? 'conflict' : 'unsaved' });
      later();
    },

    select(ids) {
      const selection = new Set(ids);
      const before = get().selection;
      if (selection.size !== before.size || [...selection].some((id) => !before.has(id))) set({ selection });
    },

    reveal(id) {
      get().select([id]);
      set({ revealed: { id, wish: (get().revealed?.wish ?? 0) + 1 } });
    },

    settle(choose) {
      const { clash, graph } = get();
      if (!clash) return;
      set({ saved: 'unsaved' });
      agree(clash.theirs, clash.graph, merge(clash.base, graph, clash.graph, choose).graph);
    },

    recover(take) {
      const { found, chain, graph } = get();
      if (!found || !chain) return;
      set({ found: null });
      if (!take) return forget(chain.id);
      const merged = merge(found.base, found.graph, graph).graph;
      get().change('recover', () => merged);
    },

    async saveNow() {
      clearTimeout(timer);
      if (running) return later(TYPED);
      running = save().finally(() => {
        running = null;
      });
      await running;
    },
  };
});
