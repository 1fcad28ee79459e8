/** Headers of every answer. The pages' content security policy has a nonce and comes from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

/** The embed of a shared link is the only page that other sites may frame. */
const notEmbed = '/((?!s/[^/]+/embed$).*)';
const frameHeaders = [{ key: 'X-Frame-Options', value: 'DENY' }];

/** Everyone who has a link may read it, so search engines, referrers and caches must not spread it. */
const linkHeaders = [
  { key: 'X-Robots-Tag', value: 'noindex' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
];

/** Data and picture of a link are for pages of any site. Nothing in them depends on a cookie. */
const jsonOfLink = '/s/:slug([^/]+)\\.json';
const dataOfLink = [jsonOfLink, '/s/:slug/json', '/s/:slug/image.png'];
const forAnySite = { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' };

/** JSON and event streams load nothing, even if a browser is tricked into showing one as a page. */
const apiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @type {import('next').NextConfig} */
const config = {
  // Two builds in one checkout (a test run beside a dev server) must not share their output.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  // Next's optimizer would store any picture of ours on the disk, including those of closed links.
  images: { unoptimized: true },
  reactStrictMode: true,
  // Compression would buffer and re-encode every stream; a reverse proxy does it better.
  compress: false,
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: notEmbed, headers: frameHeaders },
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: apiPolicy }] },
    { source: '/s/:path*', headers: linkHeaders },
    { source: '/s/:slug/embed', headers: [forAnySite] },
    ...dataOfLink.map((source) => ({
      source,
      headers: [
        { key: 'Content-Security-Policy', value: apiPolicy },
        { key: 'Access-Control-Allow-Origin', value: '*' },
        forAnySite,
      ],
    })),
  ],
  rewrites: async () => [
    { source: jsonOfLink, destination: '/s/:slug/json' },
    // Browsers request it whenever a page has no icon, for example between two pages.
    { source: '/favicon.ico', destination: '/icon.svg' },
  ],
  // Native or wire-level packages that Node must load, not the bundler.
  serverExternalPackages: [
    '@redis/client',
    '@libsql/client',
    'libsql',
    '@prisma/adapter-libsql',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    'pg',
    'pino',
    'prom-client',
  ],
};

export default config;
