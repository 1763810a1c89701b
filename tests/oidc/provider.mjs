// An OpenID provider for tests/oidc/run, on a free port of 127.0.0.1, with one synthetic person and keys of its own.
//
//     node provider.mjs REDIRECT_URI
//
// First line of stdout: {"issuer":…,"secret":…}. Commands on stdin, each answered by a line: `rotate` (new keys; all
// tickets are lost), `slow MILLISECONDS` (the token endpoint waits), `used` (how clients showed who they are), `end`.
// Anybody may log in as anybody: these are the provider's own forms for developers.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
if (!redirectUri) {
    console.error('usage: node provider.mjs REDIRECT_URI');
    process.exit(2);
}

// With what form encoding has to change.
const secret = `${randomBytes(24).toString('base64')} :+/%&=`;

const person = {
    sub: 'synthetic-1',
    email: 'hanako@example.jp',
    email_verified: true,
    name: '健康 花子',
};

function newKey(algorithm, kind, options) {
    const { privateKey } = generateKeyPairSync(kind, options);
    const key = privateKey.export({ format: 'jwk' });
    return { ...key, alg: algorithm, use: 'sig', kid: `${algorithm}-${randomBytes(6).toString('hex')}` };
}

function newKeys() {
    return [
        newKey('RS256', 'rsa', { modulusLength: 2048 }),
        newKey('PS256', 'rsa', { modulusLength: 2048 }),
        newKey('ES256', 'ec', { namedCurve: 'P-256' }),
        newKey('EdDSA', 'ed25519', {}),
    ];
}

function client(id, algorithm, more) {
    return {
        client_id: id,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: algorithm,
        ...more,
    };
}

const clients = [
    client('public', 'RS256', { token_endpoint_auth_method: 'none' }),
    client('secret client', 'ES256', { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret }),
    client('public-ps256', 'PS256', { token_endpoint_auth_method: 'none' }),
    client('public-eddsa', 'EdDSA', { token_endpoint_auth_method: 'none' }),
];

function newProvider(issuer) {
    const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
    return new Provider(issuer, {
        clients,
        jwks: { keys: newKeys() },
        cookies: { keys: [randomBytes(24).toString('hex')] },
        pkce: { methods: ['S256'], required: () => true },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        enabledJWA: { idTokenSigningAlgValues: algorithms },
        findAccount: (context, id) => ({ accountId: id, claims: () => ({ ...person, sub: id }) }),
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    });
}

let answer;
let delay = 0;
const used = [];
const server = createServer((request, response) => {
    const isToken = request.method === 'POST' && request.url.startsWith('/token');
    if (isToken) used.push(request.headers.authorization ? 'basic' : 'none');
    setTimeout(() => answer(request, response), isToken ? delay : 0);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
answer = newProvider(issuer).callback();
console.log(JSON.stringify({ issuer, secret, subject: person.sub }));

for await (const line of createInterface({ input: process.stdin })) {
    const [command, value] = line.split(' ');
    if (command === 'end') break;
    if (command === 'rotate') answer = newProvider(issuer).callback();
    if (command === 'slow') delay = Number(value);
    console.log(command === 'used' ? used.join(' ') : 'done');
}
process.exit(0);
