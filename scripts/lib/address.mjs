import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { PlainError } from './say.mjs';

/**
 * `HOST` and `PORT` of the environment, checked.
 *
 * @returns {{ host: string, port: number }}
 */
export function listenAddress() {
  const host = process.env.HOST?.trim() || '127.0.0.1';
  const given = process.env.PORT?.trim() || '3000';
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535) {
    throw new PlainError('PORT must be a whole number from 1 to 65535.');
  }
  return { host, port };
}

/**
 * The address to open in a browser on this machine.
 *
 * @param {{ host: string, port: number }} address
 */
export function browserAddress({ host, port }) {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere || host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/**
 * Fails with a sentence when the address cannot be listened on. Called before anything is built.
 *
 * @param {{ host: string, port: number }} address
 */
export async function refuseTakenPort({ host, port }) {
  const code = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message),
    );
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return;
  if (code === 'EADDRINUSE') {
    const other = `PORT=${port === 65_535 ? 3001 : port + 1} npm start`;
    throw new PlainError(
      `Port ${port} is in use by ${await whoListens({ host, port })}. Stop it, or use another port: ${other}`,
    );
  }
  if (code === 'EACCES') {
    throw new PlainError(
      `You don't have permission to use port ${port}. Use one above 1023: PORT=3000 npm start`,
    );
  }
  throw new PlainError(`Can't listen on HOST=${host} (${code}). This machine doesn't have that address.`);
}

/** @param {{ host: string, port: number }} address */
async function whoListens(address) {
  try {
    const response = await fetch(`${browserAddress(address)}/api/health`, {
      signal: AbortSignal.timeout(5000),
    });
    const health = await response.json();
    if (Array.isArray(health.migrations)) return `a running playground (version ${health.version})`;
  } catch {
    // Not our server, then.
  }
  if (process.platform === 'win32') return 'another program';
  const listing = spawnSync('lsof', ['-nP', `-iTCP:${address.port}`, '-sTCP:LISTEN', '-Fcp'], {
    encoding: 'utf8',
  });
  const pid = /^p(\d+)/m.exec(listing.stdout ?? '')?.[1];
  const command = /^c(.+)/m.exec(listing.stdout ?? '')?.[1];
  return pid && command ? `another program (${command}, process ${pid})` : 'another program';
}
