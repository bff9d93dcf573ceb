import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type AuthInfo,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
  type OAuthMetadata,
  type OAuthTokenVerifier,
  oauthMetadataResponse,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import { ElsevierError, isLoopback } from '@scopekit/operations';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/** How a server finds out who asks. */
export interface Admission {
  readonly admit: (request: Request) => Promise<AuthInfo | Response>;
  readonly documents?: (request: Request) => Response | undefined;
  /** Whether one person only can be let in: theirs are the server's own keys, then. */
  readonly onePerson: boolean;
}

const aDayS = 24 * 3_600;
const digest = (text: string) => createHash('sha256').update(text).digest();
const invalid = () => new OAuthError(OAuthErrorCode.InvalidToken, 'This token is not known here.');
const refuse = (message: string, next: string) => new ElsevierError({ reason: 'bad-input', message, next });

/**
 * Tokens of a file, one a line: `name:token`, or a token alone. Runs belong to the name.
 *
 * @throws ElsevierError `bad-input`
 */
export async function tokenAdmission(path: string): Promise<Admission> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw refuse(`The token file ${path} cannot be read.`, 'It holds one token a line, each after a name and a colon: ada:3f9c….');
  });
  const people = text
    .split(/\r?\n/)
    .map((line, i) => ({ line: line.trim(), where: `Line ${i + 1} of ${path}` }))
    .filter(({ line }) => line && !line.startsWith('#'))
    .map(({ line, where }, _, { length }) => {
      const [, name = length > 1 ? undefined : 'user', token = ''] = /^(?:([\w.@+-]+):)?([^\s:]+)$/.exec(line) ?? [];
      if (!token || name === undefined)
        throw refuse(`${where} is no name and token.`, 'Write name:token, the name of letters, digits and . @ + - _, or a single token alone.');
      if (token.length < 16) throw refuse(`${where} has a token shorter than 16 characters.`, 'Make one that nobody guesses: openssl rand -hex 32.');
      return { name, digest: digest(token) };
    });
  if (!people.length) throw refuse(`The token file ${path} holds no token.`, 'Make one: openssl rand -hex 32.');
  const verifier: OAuthTokenVerifier = {
    async verifyAccessToken(token) {
      const given = digest(token);
      // every token is looked at, so that the time tells nothing
      const [person] = people.filter((each) => timingSafeEqual(each.digest, given));
      if (!person) throw invalid();
      return { token: '', clientId: person.name, scopes: [], expiresAt: Math.floor(Date.now() / 1_000) + aDayS };
    },
  };
  return { admit: requireBearerAuth({ verifier }), onePerson: new Set(people.map(({ name }) => name)).size === 1 };
}

/**
 * Access tokens that an authorization server issued for this one (RFC 9068, RFC 9728): signed by its keys, for this audience.
 *
 * @param issuer address of the authorization server
 * @param resource public address of this one, as in `aud`
 * @throws ElsevierError `bad-input` when the issuer does not say where its keys are
 */
export async function oauthAdmission(issuer: string, resource: string): Promise<Admission> {
  const [issuerUrl, resourceServerUrl] = [httpsUrl(issuer, '--oauth-issuer'), httpsUrl(resource, '--public-url')];
  const oauthMetadata = await metadataOf(issuerUrl);
  const keys = createRemoteJWKSet(new URL(String(oauthMetadata.jwks_uri)));
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resourceServerUrl);
  const audiences = [resourceServerUrl.href, resourceServerUrl.href.replace(/\/$/, '')];
  const verifier: OAuthTokenVerifier = {
    async verifyAccessToken(token) {
      const { payload } = await jwtVerify(token, keys, { issuer: oauthMetadata.issuer, audience: audiences, requiredClaims: ['sub', 'exp'] }).catch(
        (error: unknown) => {
          // whoever cannot reach the keys does not know whether a token is good
          throw error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) ? invalid() : error;
        },
      );
      return {
        token: '',
        clientId: `${payload.iss}#${payload.sub}`,
        scopes: String(payload.scope ?? '')
          .split(' ')
          .filter(Boolean),
        expiresAt: payload.exp,
      };
    },
  };
  const about = { oauthMetadata, resourceServerUrl, resourceName: 'scopekit' };
  return {
    admit: requireBearerAuth({ verifier, resourceMetadataUrl }),
    documents: (request) => oauthMetadataResponse(request, about),
    onePerson: false,
  };
}

async function metadataOf(issuer: URL): Promise<OAuthMetadata> {
  const place = issuer.pathname.replace(/\/$/, '');
  const addresses = [new URL(`/.well-known/oauth-authorization-server${place}`, issuer), new URL(`${place}/.well-known/openid-configuration`, issuer)];
  for (const address of addresses) {
    const metadata = (await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined)) as OAuthMetadata | undefined;
    if (metadata?.jwks_uri && String(metadata.issuer).replace(/\/$/, '') === issuer.href.replace(/\/$/, '')) return metadata;
  }
  throw refuse(`${issuer.href} does not tell where its keys are.`, `Its metadata were looked for at ${addresses.map(({ href }) => href).join(' and ')}.`);
}

function httpsUrl(text: string, name: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw refuse(`${name} ${text} is no https address.`, 'Write it whole, e.g. https://login.example.org.');
}
