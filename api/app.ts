/** The API as a value: `createApi(deps).request(…)` answers without any server around it. */
import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { ACCESS } from '#api/access.ts';
import { createAuth } from '#api/auth.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Api, Env } from '#api/endpoint.ts';
import { breakdown } from '#api/failure.ts';
import { createKeyring } from '#api/keyring.ts';
import { Refusal, refuse } from '#api/problem.ts';
import { accountRoutes } from '#api/routes/account.ts';
import { attributeRoutes } from '#api/routes/attributes.ts';
import { auditRoutes } from '#api/routes/audit.ts';
import { capacityRoutes } from '#api/routes/capacity.ts';
import { chainFileRoutes } from '#api/routes/chainfile.ts';
import { chainRoutes } from '#api/routes/chains.ts';
import { claimRoutes } from '#api/routes/claims.ts';
import { confirmRoutes } from '#api/routes/confirm.ts';
import { consentFileRoutes } from '#api/routes/consentfile.ts';
import { consentRoutes } from '#api/routes/consents.ts';
import { contentRoutes } from '#api/routes/contents.ts';
import { customerRoutes } from '#api/routes/customers.ts';
import { demoRoutes } from '#api/routes/demo.ts';
import { docsRoutes } from '#api/routes/docs.ts';
import { doorRoutes } from '#api/routes/door.ts';
import { elsewhereRoutes } from '#api/routes/elsewhere.ts';
import { enrolmentRoutes } from '#api/routes/enrolments.ts';
import { eventRoutes } from '#api/routes/events.ts';
import { firstRoutes } from '#api/routes/first.ts';
import { gaugeRoutes } from '#api/routes/gauge.ts';
import { givingRoutes } from '#api/routes/giving.ts';
import { healthRoutes } from '#api/routes/health.ts';
import { homeRoutes } from '#api/routes/home.ts';
import { imageRoutes } from '#api/routes/images.ts';
import { incomingRoutes } from '#api/routes/incoming.ts';
import { intakeRoutes } from '#api/routes/intake.ts';
import { keyRoutes } from '#api/routes/keys.ts';
import { lawRoutes } from '#api/routes/law.ts';
import { lifecycleRoutes } from '#api/routes/lifecycle.ts';
import { liveRoutes } from '#api/routes/live.ts';
import { meRoutes } from '#api/routes/me.ts';
import { moveRoutes } from '#api/routes/moves.ts';
import { nameRoutes } from '#api/routes/names.ts';
import { offerAnswerRoutes } from '#api/routes/offeranswers.ts';
import { offerRoutes } from '#api/routes/offers.ts';
import { operationRoutes } from '#api/routes/operations.ts';
import { peopleRoutes } from '#api/routes/people.ts';
import { personaRoutes } from '#api/routes/personas.ts';
import { placeRoutes } from '#api/routes/places.ts';
import { policyRoutes } from '#api/routes/policy.ts';
import { policyTestRoutes } from '#api/routes/policytests.ts';
import { preferenceRoutes } from '#api/routes/preferences.ts';
import { publishingRoutes } from '#api/routes/publishing.ts';
import { reserveRoutes } from '#api/routes/reserve.ts';
import { rightsRoutes } from '#api/routes/rights.ts';
import { searchRoutes } from '#api/routes/search.ts';
import { settingRoutes } from '#api/routes/settings.ts';
import { shelfRoutes } from '#api/routes/shelf.ts';
import { stopRoutes } from '#api/routes/stops.ts';
import { suppressionRoutes } from '#api/routes/suppressions.ts';
import { taskRoutes } from '#api/routes/tasks.ts';
import { templateRoutes } from '#api/routes/templates.ts';
import { topicRoutes } from '#api/routes/topics.ts';
import { touchRoutes } from '#api/routes/touches.ts';
import { unsubscribeRoutes } from '#api/routes/unsubscribe.ts';
import { whatIfRoutes } from '#api/routes/whatif.ts';
import { whyRoutes } from '#api/routes/why.ts';

export function createApi(deps: ApiDeps): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const api: Api = { app, deps, keyring: createKeyring(deps) };

  app.use('*', async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    const start = performance.now();
    if (/%00/i.test(c.req.url)) {
      c.res = refuse(400, 'invalid_text', 'The address holds a NUL character: remove it.').respond();
    } else {
      await next();
    }
    c.res.headers.set('X-Request-Id', requestId);
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
    // The route and not the path: a path may hold a token.
    const entry = {
      requestId,
      method: c.req.method,
      route: routeOf(c.req.path)?.path ?? '(none)',
      status: c.res.status,
      ms: Math.round((performance.now() - start) * 10) / 10,
      key: c.get('key'),
    };
    if (entry.status >= 500) deps.log.error(entry, 'request failed');
    else deps.log[entry.status >= 400 ? 'info' : 'debug'](entry, 'request');
  });

  const auth = createAuth(deps);
  doorRoutes(api, auth);
  accountRoutes(api, auth);
  meRoutes(api);
  peopleRoutes(api);
  auditRoutes(api);
  attributeRoutes(api);
  intakeRoutes(api);
  chainRoutes(api);
  shelfRoutes(api);
  chainFileRoutes(api);
  firstRoutes(api);
  demoRoutes(api);
  lifecycleRoutes(api);
  publishingRoutes(api);
  moveRoutes(api);
  liveRoutes(api);
  templateRoutes(api);
  contentRoutes(api);
  personaRoutes(api);
  imageRoutes(api);
  offerRoutes(api);
  customerRoutes(api);
  searchRoutes(api);
  gaugeRoutes(api);
  consentRoutes(api);
  givingRoutes(api);
  offerAnswerRoutes(api);
  topicRoutes(api);
  consentFileRoutes(api);
  suppressionRoutes(api);
  enrolmentRoutes(api);
  touchRoutes(api);
  whyRoutes(api);
  elsewhereRoutes(api);
  reserveRoutes(api);
  whatIfRoutes(api);
  taskRoutes(api);
  claimRoutes(api);
  eventRoutes(api);
  incomingRoutes(api);
  homeRoutes(api);
  operationRoutes(api);
  stopRoutes(api);
  settingRoutes(api);
  policyRoutes(api);
  policyTestRoutes(api);
  lawRoutes(api);
  placeRoutes(api);
  nameRoutes(api);
  capacityRoutes(api);
  keyRoutes(api);
  confirmRoutes(api);
  unsubscribeRoutes(api);
  preferenceRoutes(api);
  rightsRoutes(api);
  healthRoutes(api);
  docsRoutes(api);

  app.notFound((c) => notFound(c.req.method, c.req.path));
  app.onError((error, c) => breakdown(deps.log, error, c.get('requestId')));
  return app;
}

const ROUTES = Object.keys(ACCESS).map((access) => {
  const [method, path] = access.split(' ') as [string, string];
  return { method, path, pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`) };
});

function routeOf(path: string): { path: string } | undefined {
  return ROUTES.find((r) => r.path === path) ?? ROUTES.find((r) => r.pattern.test(path));
}

function notFound(method: string, path: string): Response {
  const route = routeOf(path);
  if (!route) return refuse(404, 'not_found', 'There is nothing at this address: see /docs.').respond();
  const allowed = ROUTES.filter((r) => r.path === route.path).map((r) => r.method);
  return new Refusal(
    405,
    [{ code: 'method_not_allowed', message: `${method} is not possible here; ${allowed.join(', ')} is.` }],
    { headers: { Allow: allowed.join(', ') } },
  ).respond();
}
