/** How to reach the Temporal server that the settings name: the same for clients and workers. */
import { readFile } from 'node:fs/promises';
import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow';
import type { Config } from '#core/config.ts';

export type Reach = { address: string; tls?: TLSConfig; apiKey?: string };

/** Rejects with a readable message where a PEM file is missing. */
export async function reach({ address, tls, apiKey }: Config['temporal']): Promise<Reach> {
  return {
    address,
    ...(tls ? { tls: await readTls(tls) } : {}),
    ...(apiKey === null ? {} : { apiKey }),
  };
}

async function readTls({ cert, key, ca }: NonNullable<Config['temporal']['tls']>): Promise<TLSConfig> {
  return {
    ...(ca === null ? {} : { serverRootCACertificate: await readFile(ca) }),
    ...(cert === null || key === null
      ? {}
      : { clientCertPair: { crt: await readFile(cert), key: await readFile(key) } }),
  };
}
