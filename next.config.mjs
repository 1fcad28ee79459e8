/** @type {import('next').NextConfig} */
const config = {
  // Two builds in one checkout (a test run beside a dev server) must not share their output.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Compression would buffer and re-encode every stream; a reverse proxy does it better.
  compress: false,
  // Native or wire-level packages that must be loaded by Node, not bundled.
  serverExternalPackages: [
    '@libsql/client',
    'libsql',
    '@prisma/adapter-libsql',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    'pg',
    'pino',
  ],
};

export default config;
