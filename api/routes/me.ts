/** Who asks: what an editor or a client needs to know of itself, its rights and the instance's clock. */
import { z } from '@hono/zod-openapi';
import { allows, SCOPES } from '#api/access.ts';
import { type Api, endpoint } from '#api/endpoint.ts';
import { iso, Time } from '#api/shape.ts';
import { readCompany, readSecurity } from '#store/settings.ts';

const MeShape = z
  .object({
    person: z
      .object({
        id: z.string(),
        name: z.string(),
        email: z.string(),
        roles: z.array(z.string()),
        team: z.string().nullable(),
        language: z.string(),
        totp: z.boolean().openapi({ description: 'Whether a second factor is asked at sign-in.' }),
      })
      .nullable()
      .openapi({ description: 'null: an API key asks.' }),
    company: z.object({ name: z.string(), language: z.enum(['en', 'fr']), country: z.string(), zone: z.string() }),
    totpMissing: z
      .boolean()
      .openapi({ description: 'The company asks everybody for a second factor; set it up first.' }),
    may: z.array(z.enum(SCOPES)).openapi({ description: 'Every scope that what is asked now opens.' }),
    now: Time.openapi({ description: 'By the clock of the instance, which may run fast.' }),
    speed: z.number().openapi({ description: 'Seconds of that clock in a second.' }),
  })
  .openapi('Me');

export type Me = z.output<typeof MeShape>;

export function meRoutes(api: Api): void {
  const { db, clock } = api.deps;
  endpoint(
    api,
    'GET /v1/me',
    { tag: 'People', summary: 'Read who asks, and what they may', answer: MeShape },
    async ({ caller, now }) => {
      const { person } = caller;
      const { totpRequired } = await readSecurity(db);
      return {
        person: person && {
          ...{ id: person.id, name: person.name, email: person.email, roles: person.roles },
          ...{ team: person.team, language: person.language, totp: person.totp },
        },
        company: await readCompany(db),
        totpMissing: person !== null && totpRequired && !person.totp,
        may: SCOPES.filter((scope) => allows(caller.scopes, scope)),
        now: iso(now),
        speed: clock.setting.speed,
      };
    },
  );
}
