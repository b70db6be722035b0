/** Whether the API still knows who asks: told by every answer, wherever on the page it was asked. */
let out = false;
const listeners = new Set<() => void>();

/** 401: the session has ended, or the cookie is gone. The door's own refusals (`/auth/`) say nothing of it. */
export function heard(path: string, status: number): void {
  if (path.startsWith('/auth/') || (status !== 401 && (status < 200 || status >= 300))) return;
  if (out === (status === 401)) return;
  out = status === 401;
  for (const listener of listeners) listener();
}

export const signedOut = (): boolean => out;

export function onSigned(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
