/** Into the desk, in the language the person has chosen for themselves. */
import type { Me } from '#api/routes/me.ts';
import { api } from '#editor/data/api.ts';
import { speak } from '#editor/desk/speak.ts';

export async function comeIn(to: string): Promise<void> {
  const me = await api<Me>('/me').catch(() => null);
  if (me?.person) speak(me.person.language);
  window.location.assign(to);
}
