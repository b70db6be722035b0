/** The OpenAPI document, and the page people read instead of it. */
import { answer } from '#api/answer.ts';
import type { Api } from '#api/endpoint.ts';
import { manual, type OpenApi } from '#api/manual.ts';

export function docsRoutes({ app, deps }: Api): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key. Event intake also takes it as the user of Basic authentication, or as `writeKey` in the body.',
  });
  let made: OpenApi | undefined;
  const document = (): OpenApi => {
    made ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Jalon', version: '1', description: ABOUT },
      servers: [{ url: deps.config.baseUrl }],
      tags: TAGS,
    }) as unknown as OpenApi;
    return made;
  };
  app.get('/v1/openapi.json', () => answer(document()));
  app.get('/docs', () => manual(document()));
}

const ABOUT = `Chains of contacts, run durably.

Times are ISO 8601 in UTC. Ids begin with what they name. Lists answer \`items\` and \`next\`: give \`next\` back as \`cursor\` for the following page. Whatever cannot be done answers a 4xx with \`problems\`, each with a stable \`code\`, the \`field\` or \`step\` it belongs to, and a message that says what to do. Every answer carries \`X-Request-Id\`; send your own and it is kept. A POST that creates something takes an \`Idempotency-Key\`: it is then done once however often it is sent. Limits answer 429 with \`Retry-After\`.`;

const TAGS = [
  { name: 'Events', description: "What customers do, in the shapes of Segment's tracking API." },
  { name: 'Chains', description: 'Drawn as drafts, published as versions, paused and resumed.' },
  { name: 'Customers', description: 'Who they are, what they agreed to, what happened.' },
  { name: 'Enrolments', description: 'One run of one customer through one chain.' },
  { name: 'Touches', description: 'One contact, with the record of why it was made or not.' },
  { name: 'Tasks', description: 'Contacts that people make.' },
  { name: 'People', description: 'Who uses the editor, what they may, and who changed what.' },
  { name: 'Stops', description: 'The emergency brake.' },
  { name: 'Operations', description: 'Home, contacts by state, health, and what needs a person.' },
  { name: 'Contents', description: 'Templates and their versions, offers, previews and proofs.' },
  { name: 'Consent', description: 'What customers agreed to, what they withdrew, and the terms that hold for it.' },
  { name: 'Suppression', description: 'Addresses nothing is sent to.' },
  { name: 'Contact policy', description: 'Would a contact be let through, and may another system book it?' },
  {
    name: 'Contacts made elsewhere',
    description: 'What shops, call centres and other mailers did: it counts like ours.',
  },
  { name: 'Settings', description: 'What holds for the whole company: zone, hold-out, contact policy.' },
  { name: 'Keys', description: 'Who may call this API.' },
];
