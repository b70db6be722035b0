/** A client of the Temporal server that the settings name. */
import { Client, Connection } from '@temporalio/client';
import { reach } from '#activities/temporal.ts';
import type { Config } from '#core/config.ts';
import { Refusal } from '#setup/refusal.ts';

/** `connectTimeout`: ms to wait for an answer. */
export async function temporalClient(settings: Config['temporal'], connectTimeout = 10_000): Promise<Client> {
  const { address, namespace } = settings;
  try {
    const connection = await Connection.connect({
      ...(await reach(settings)),
      connectTimeout,
    });
    await connection.workflowService.describeNamespace({ namespace });
    return new Client({ connection, namespace });
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Refusal(
      `The Temporal server at ${address} does not serve the namespace "${namespace}" (${reason}): check TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and, for a server under TLS, TEMPORAL_TLS and TEMPORAL_API_KEY.`,
    );
  }
}
