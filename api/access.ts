/** Every route and who may use it: the one place to read for a review. A route that is not here cannot be declared. */

export const SCOPES = [
  'events:write',
  'chains:read',
  'chains:draft',
  'chains:write',
  'customers:read',
  'customers:write',
  'touches:read',
  'touches:write',
  'tasks:own',
  'tasks:read',
  'tasks:write',
  'policy:write',
  'privacy',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];

/** What people are, and what that opens for them. An agent sees the tasks of the own team only; the handler sees to it. */
export const ROLES = {
  viewer: ['chains:read', 'touches:read'],
  author: ['chains:draft', 'touches:read', 'customers:read'],
  publisher: ['chains:write', 'touches:write', 'customers:write', 'tasks:read'],
  policy: ['chains:read', 'touches:read', 'customers:read', 'policy:write'],
  agent: ['tasks:own'],
  privacy: ['chains:read', 'touches:read', 'customers:write', 'privacy'],
  admin: ['admin', 'events:write'],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** `known`: whoever has a session, or a key that browsers do not hold. */
export const ACCESS = {
  'GET /v1/me': 'known',
  'PATCH /v1/me': 'known',
  'POST /v1/me/password': 'known',
  'POST /v1/me/totp': 'known',
  'POST /v1/me/totp/confirm': 'known',
  'POST /v1/me/totp/remove': 'known',
  'GET /v1/me/sessions': 'known',
  'DELETE /v1/me/sessions/{id}': 'known',

  'POST /v1/identify': 'events:write',
  'POST /v1/track': 'events:write',
  'POST /v1/page': 'events:write',
  'POST /v1/screen': 'events:write',
  'POST /v1/group': 'events:write',
  'POST /v1/alias': 'events:write',
  'POST /v1/batch': 'events:write',

  'GET /v1/chains': 'chains:read',
  'POST /v1/chains': 'chains:draft',
  'GET /v1/chains/{id}': 'chains:read',
  'PUT /v1/chains/{id}': 'chains:draft',
  'DELETE /v1/chains/{id}': 'chains:draft',
  'POST /v1/chains/{id}/validate': 'chains:read',
  'POST /v1/chains/{id}/publish': 'chains:write',
  'GET /v1/chains/{id}/versions': 'chains:read',
  'GET /v1/versions/{id}': 'chains:read',
  'POST /v1/chains/{id}/pause': 'chains:write',
  'POST /v1/chains/{id}/resume': 'chains:write',
  'POST /v1/chains/{id}/archive': 'chains:write',
  'GET /v1/chains/{id}/stats': 'chains:read',
  'GET /v1/chains/{id}/live': 'chains:read',
  'GET /v1/chains/{id}/results': 'chains:read',
  'GET /v1/chains/{id}/forecast': 'chains:read',
  'GET /v1/chains/{id}/publishing': 'chains:read',
  'PUT /v1/chains/{id}/gate': 'chains:write',
  'PUT /v1/chains/{id}/guard': 'chains:write',
  'POST /v1/chains/{id}/rollback': 'chains:write',
  'GET /v1/chains/{id}/moves': 'chains:read',
  'POST /v1/chains/{id}/moves': 'chains:write',
  'POST /v1/chains/{id}/requests': 'chains:draft',
  'POST /v1/requests/{id}/approve': 'chains:write',
  'POST /v1/requests/{id}/reject': 'chains:write',

  'GET /v1/events/catalogue': 'chains:read',
  'GET /v1/events/{id}': 'customers:read',

  'POST /v1/customers/lookup': 'customers:read',
  'GET /v1/customers/{id}': 'customers:read',
  'DELETE /v1/customers/{id}': 'privacy',
  'PUT /v1/customers/{id}/test': 'customers:write',
  'GET /v1/customers/{id}/timeline': 'customers:read',
  'POST /v1/customers/{id}/consents': 'customers:write',
  'POST /v1/customers/{id}/consents/confirm': 'customers:write',
  'GET /v1/customers/{id}/consents': 'customers:read',
  'POST /v1/customers/{id}/withdraw': 'customers:write',
  'GET /v1/customers/{id}/offer-answers': 'customers:read',
  'POST /v1/customers/{id}/offer-answers': 'customers:write',
  'POST /v1/consents/import': 'privacy',
  'GET /v1/consents/export': 'privacy',
  'GET /v1/suppressions': 'customers:read',
  'POST /v1/suppressions': 'customers:write',
  'DELETE /v1/suppressions/{id}': 'customers:write',

  'GET /v1/places/missing': 'customers:read',

  'GET /v1/enrolments': 'customers:read',
  'POST /v1/enrolments': 'customers:write',
  'GET /v1/enrolments/{id}': 'customers:read',
  'POST /v1/enrolments/{id}/cancel': 'customers:write',

  'POST /v1/touches': 'touches:write',
  'GET /v1/touches': 'touches:read',
  'GET /v1/touches/{id}': 'touches:read',
  'GET /v1/touches/{id}/why': 'touches:read',
  'POST /v1/touches/{id}/resolve': 'touches:write',
  'GET /v1/contacts': 'touches:read',
  'DELETE /v1/contacts/{id}': 'touches:write',
  'GET /v1/tasks': 'tasks:own',
  'GET /v1/tasks/{id}': 'tasks:own',
  'POST /v1/tasks/{id}/close': 'tasks:own',
  'GET /v1/stops': 'touches:read',
  'POST /v1/stop': 'touches:write',
  'DELETE /v1/stops/{id}': 'touches:write',

  'GET /v1/templates': 'chains:read',
  'POST /v1/templates': 'chains:draft',
  'GET /v1/templates/{id}': 'chains:read',
  'PUT /v1/templates/{id}': 'chains:draft',
  'GET /v1/templates/{id}/versions': 'chains:read',
  'POST /v1/templates/{id}/versions': 'chains:draft',
  'GET /v1/templates/{id}/versions/{number}': 'chains:read',
  'POST /v1/contents/render': 'chains:read',
  'POST /v1/contents/proof': 'chains:draft',
  'GET /v1/proofs/{id}': 'chains:read',
  'GET /v1/proof-lists': 'chains:draft',
  'POST /v1/proof-lists': 'chains:write',
  'DELETE /v1/proof-lists/{id}': 'chains:write',
  'GET /v1/personas': 'chains:read',
  'POST /v1/personas': 'chains:draft',
  'PUT /v1/personas/{id}': 'chains:draft',
  'DELETE /v1/personas/{id}': 'chains:draft',
  'GET /v1/variables': 'chains:read',
  'GET /v1/offers': 'chains:read',
  'PUT /v1/offers/{offer}': 'chains:write',
  'DELETE /v1/offers/{offer}': 'chains:write',

  'GET /v1/settings': 'chains:read',
  'PUT /v1/settings': 'admin',
  'GET /v1/consent-settings': 'chains:read',
  'PUT /v1/consent-settings': 'policy:write',
  'GET /v1/topics': 'chains:read',
  'PUT /v1/topics/{topic}': 'policy:write',
  'DELETE /v1/topics/{topic}': 'policy:write',
  'GET /v1/brands': 'chains:read',
  'PUT /v1/brands/{brand}': 'policy:write',
  'DELETE /v1/brands/{brand}': 'policy:write',
  'GET /v1/policy': 'chains:read',
  'PUT /v1/policy': 'policy:write',
  'GET /v1/policy/effects': 'chains:read',
  'POST /v1/policy/try': 'policy:write',
  'POST /v1/policy/what-if': 'touches:read',
  'GET /v1/what-ifs': 'touches:read',
  'GET /v1/what-ifs/{id}': 'touches:read',
  'GET /v1/what-ifs/{id}/customers': 'touches:read',
  'POST /v1/policy/check': 'touches:read',
  'POST /v1/policy/reserve': 'touches:write',
  'POST /v1/reservations/{id}/confirm': 'touches:write',
  'POST /v1/reservations/{id}/release': 'touches:write',
  'GET /v1/law': 'chains:read',
  'GET /v1/policy/tests': 'chains:read',
  'GET /v1/policy/tests/{id}': 'chains:read',
  'GET /v1/policy/curve': 'chains:read',
  'GET /v1/people': 'admin',
  'POST /v1/people': 'admin',
  'PATCH /v1/people/{id}': 'admin',
  'DELETE /v1/people/{id}': 'admin',
  'POST /v1/people/{id}/link': 'admin',
  'GET /v1/audit': 'admin',
  'GET /v1/keys': 'admin',
  'POST /v1/keys': 'admin',
  'GET /v1/keys/{id}': 'admin',
  'POST /v1/keys/{id}/rotate': 'admin',
  'DELETE /v1/keys/{id}': 'admin',

  'POST /v1/auth/sign-in': 'public',
  'POST /v1/auth/totp': 'public',
  'POST /v1/auth/sign-out': 'public',
  'POST /v1/auth/link': 'public',
  'POST /v1/auth/welcome': 'public',
  'POST /v1/auth/password': 'public',

  'GET /v1/openapi.json': 'public',
  'GET /docs': 'public',
  'GET /livez': 'public',
  'GET /readyz': 'public',
  'GET /c/{token}': 'public',
  'POST /c/{token}': 'public',
  'GET /u/{token}': 'public',
  'POST /u/{token}': 'public',
  'GET /p/{token}': 'public',
  'POST /p/{token}': 'public',
  'GET /p/{token}/data': 'public',
  'POST /p/{token}/data': 'public',
} as const satisfies Record<string, Scope | 'known' | 'public'>;

export type Access = keyof typeof ACCESS;

/** Beside `:write`, which holds `:read`. */
const HOLDS: Partial<Record<string, Scope>> = {
  'chains:write': 'chains:draft',
  'chains:draft': 'chains:read',
  'tasks:read': 'tasks:own',
};

/** `admin` may do everything; who may write a thing may read it. `events:write` gives nothing else: browsers hold it. */
export function allows(granted: readonly string[], needed: Scope | 'known'): boolean {
  if (granted.includes('admin')) return true;
  if (needed === 'known') return granted.some((scope) => scope !== 'events:write');
  return granted.some((scope) => holds(scope, needed));
}

function holds(scope: string | undefined, needed: Scope): boolean {
  if (scope === undefined || scope === needed) return scope === needed;
  if (holds(HOLDS[scope], needed)) return true;
  return scope.endsWith(':write') && scope !== 'events:write' && holds(scope.replace(':write', ':read'), needed);
}
