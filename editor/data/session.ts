/** Signing in and out: better-auth's addresses under /v1/auth. */
import { api } from '#editor/data/api.ts';

export async function signOut(): Promise<void> {
  await api('/auth/sign-out', { method: 'POST', body: {} });
}
