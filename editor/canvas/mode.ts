/** How the drawing is looked at, as its address says: drawn, watched live, one customer's way, or what has changed. */
export type Mode = 'edit' | 'live' | 'path' | 'changes';

export function modeOf(query: { has(name: string): boolean; get(name: string): string | null }): Mode {
  if (query.get('path')) return 'path';
  if (query.get('view') === 'live') return 'live';
  return query.has('changes') ? 'changes' : 'edit';
}

const QUERY: Record<Mode, string> = { edit: '', live: '?view=live', changes: '?changes', path: '' };

/** A page of its own for the button that leads back; the server is not asked for it. */
export function goTo(mode: Mode): void {
  window.history.pushState(null, '', `${window.location.pathname}${QUERY[mode]}`);
}
