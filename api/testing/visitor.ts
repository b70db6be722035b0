/** Somebody who has signed in, with these roles: answers the Cookie header of their session. */
import { hashPassword } from 'better-auth/crypto';
import type { Role } from '#api/access.ts';
import type { Rig } from '#api/testing/rig.ts';
import { addPerson, setPassword } from '#store/people.ts';

export const PASSWORD = 'a long enough password';

let count = 0;
let hash: Promise<string> | undefined;

export type NewVisitor = { team?: string | null; language?: 'en' | 'fr'; email?: string; name?: string };

export async function somebody(
  { db }: Pick<Rig, 'db'>,
  roles: readonly Role[],
  { team = null, language = 'en', email, name = roles.join(' ') }: NewVisitor = {},
): Promise<{ id: string; email: string }> {
  count += 1;
  const address = email ?? `person${count}@test.example`;
  const id = await addPerson(db, { name, email: address, roles: [...roles], team, language });
  if (id === null) throw new Error(`${address} is somebody's already.`);
  hash ??= hashPassword(PASSWORD);
  await setPassword(db, id, await hash);
  return { id, email: address };
}

export async function signedIn(rig: Rig, roles: readonly Role[], more: NewVisitor = {}): Promise<string> {
  const { email } = await somebody(rig, roles, more);
  const { headers, status } = await rig.call('/v1/auth/sign-in', {
    body: { email, password: PASSWORD },
    ...{ key: null, headers: { Origin: rig.deps.config.baseUrl } },
  });
  if (status !== 200) throw new Error(`Signing in answered ${status}.`);
  return cookieOf(headers);
}

export function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
