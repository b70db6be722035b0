/** Passwords, sessions and second factors by better-auth, on our tables and under our words. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import type { ApiDeps } from '#api/deps.ts';

export type Auth = ReturnType<typeof createAuth>;

const DAYS_AT_MOST = 30;
export const PASSWORD_MIN = 12;

export function createAuth({ db, secret, config }: Pick<ApiDeps, 'db' | 'secret' | 'config'>) {
  return betterAuth({
    appName: 'Jalon',
    baseURL: config.baseUrl,
    basePath: '/v1/auth',
    secret: sessionSecret(secret),
    database: { db, type: 'postgres' },
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Where a request comes from, and how often signing in may fail, is our own business: for every route alike.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'jalon',
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => randomBytes(12).toString('hex') },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_MIN, maxPasswordLength: 200 },
    user: {
      modelName: 'people',
      fields: {
        emailVerified: 'email_verified',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    session: {
      modelName: 'sessions',
      expiresIn: DAYS_AT_MOST * 86_400,
      // Not extended: idle sessions end earlier by `seen_at`.
      disableSessionRefresh: true,
      freshAge: 0,
      fields: {
        userId: 'person',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip',
        userAgent: 'agent',
      },
    },
    account: {
      modelName: 'logins',
      fields: {
        userId: 'person',
        accountId: 'account',
        providerId: 'provider',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'challenges',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    plugins: [
      twoFactor({
        issuer: 'Jalon',
        schema: {
          user: { fields: { twoFactorEnabled: 'totp' } },
          twoFactor: {
            modelName: 'second_factors',
            fields: {
              userId: 'person',
              backupCodes: 'codes',
              failedVerificationCount: 'failures',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  });
}

/** Not the secret that signs customers' links. */
function sessionSecret(secret: Buffer): string {
  return createHmac('sha256', secret).update('sessions').digest('base64url');
}

/** The session's token in the request's cookies, where our secret has signed it. */
export function sessionToken({ secret, config }: Pick<ApiDeps, 'secret' | 'config'>, request: Request): string | null {
  const name = `${config.baseUrl.startsWith('https:') ? '__Secure-' : ''}jalon.session_token=`;
  const given = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  if (given === undefined) return null;
  const [token = '', mark = ''] = decode(given.slice(name.length)).split(/\.(.*)/s);
  const expected = createHmac('sha256', sessionSecret(secret)).update(token).digest();
  const signed = Buffer.from(mark, 'base64');
  return signed.length === expected.length && timingSafeEqual(signed, expected) ? token : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
