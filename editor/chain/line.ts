/** The line a developer copies to send a first event: as given, it reaches somebody. */

export type Sent = {
  origin: string;
  event: string;
  properties: Record<string, unknown>;
  /** What the chain asks of the profile. */
  traits: Record<string, unknown>;
  /** Of who reads: the first message comes to them. */
  email: string | undefined;
};

export function lineFor({ origin, event, properties, traits, email }: Sent): string {
  const profile = { email: email ?? 'customer-1@shop.example', firstName: 'Camille', ...traits };
  // Who it reaches is said here, not by an example.
  if (email !== undefined) profile.email = email;
  const body = JSON.stringify({ userId: 'customer-1', event, properties, context: { traits: profile } });
  // A quotation mark of the shell's own inside the text would end it.
  const quoted = body.replaceAll("'", String.raw`'\''`);
  return [
    `curl -X POST ${origin}/v1/track`,
    '-H "Authorization: Bearer $KEY"',
    '-H "Content-Type: application/json"',
    `-d '${quoted}'`,
  ].join(' \\\n  ');
}
