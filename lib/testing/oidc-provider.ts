import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A person, as the provider describes them. */
export interface OidcPerson {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Approves an authorization request as `person`; returns the address that the browser is redirected to. */
  authorize(authorizationUrl: string, person: OidcPerson): string;
  stop(): Promise<void>;
}

/** An OpenID provider on this machine: signs real tokens, and checks code, secret and PKCE. For tests. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { person: OidcPerson; nonce: string | null; challenge: string | null }>();
  const clientId = 'playground';
  const clientSecret = 'oidc-client-secret';
  let issuer = '';

  const idToken = (person: OidcPerson, nonce: string | null): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce: nonce ?? undefined,
      ...person,
    };
    const content = [{ alg: 'RS256', kid: 'one', typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
  };

  const exchange = (form: URLSearchParams, authorization: string): [number, object] => {
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || authorization !== basic || verifier !== grant.challenge)
      return [400, { error: 'invalid_grant' }];
    return [
      200,
      { access_token: 'access', token_type: 'Bearer', id_token: idToken(grant.person, grant.nonce) },
    ];
  };

  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration') {
      return answer(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (request.url === '/jwks') {
      return answer(200, {
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
      });
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      answer(...exchange(form, request.headers.authorization ?? ''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    clientId,
    clientSecret,
    authorize(authorizationUrl, person) {
      const requested = new URL(authorizationUrl).searchParams;
      const code = `code-${codes.size}-${person.sub}`;
      codes.set(code, { person, nonce: requested.get('nonce'), challenge: requested.get('code_challenge') });
      const back = new URL(requested.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', requested.get('state') ?? '');
      return back.href;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
