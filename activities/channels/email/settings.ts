/** SMTP_URL as settings of a connection: smtp://user:pass@host:port?option=value, or smtps:// for TLS from the start. */
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

export type SmtpSettings = {
  connection: SMTPConnectionOptions;
  auth: { user: string; pass: string } | null;
  /** Ms after which an idle connection is closed: servers do so after a minute or more, and a closed one costs a retry. */
  idle: number;
};

const FLAGS = { requireTLS: 'requireTLS', ignoreTLS: 'ignoreTLS', opportunisticTLS: 'opportunisticTLS' } as const;

/** Throws with one clear sentence: an address in the configuration is not an expected outcome. */
export function readSmtpUrl(text: string): SmtpSettings {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error('SMTP_URL: expected smtp://user:password@host:port or smtps://…; got something that is no URL');
  }
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw new Error(`SMTP_URL: expected smtp:// or smtps://, got ${url.protocol}//`);
  const secure = url.protocol === 'smtps:';
  const connection: SMTPConnectionOptions = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 465 : 25,
    secure,
  };
  for (const [name, value] of url.searchParams) {
    const on = value !== 'false' && value !== '0';
    if (name in FLAGS) connection[name as keyof typeof FLAGS] = on;
    else if (name === 'name') connection.name = value;
    else if (name === 'localAddress') connection.localAddress = value;
    else if (name === 'servername') connection.tls = { ...connection.tls, servername: value };
    else if (name === 'tls.rejectUnauthorized' || name === 'rejectUnauthorized')
      connection.tls = { ...connection.tls, rejectUnauthorized: on };
    else
      throw new Error(
        `SMTP_URL: unknown option "${name}"; known: requireTLS, ignoreTLS, opportunisticTLS, name, localAddress, servername, rejectUnauthorized`,
      );
  }
  const user = decodeURIComponent(url.username);
  return {
    connection,
    auth: user ? { user, pass: decodeURIComponent(url.password) } : null,
    idle: 45_000,
  };
}
