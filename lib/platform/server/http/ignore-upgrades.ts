import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { perProcess } from '../per-process';

/**
 * Lets `Upgrade:` headers be what they are to a server that speaks nothing else: ignored. Next listens for them in
 * production too and leaves the sockets of those that it does not know open for ever, so that anybody could use up all
 * that the process may open. Without a listener Node answers such a request like any other, our gate included. Call
 * once at boot; not in development, where Next's own pages need it.
 */
export function ignoreUpgrades(): void {
  perProcess('ignore-upgrades', () => {
    // Comes with every connection, before a byte of it is read.
    subscribe('net.server.socket', (message) => {
      const { socket } = message as { socket: Socket & { server?: NodeJS.EventEmitter } };
      socket.server?.removeAllListeners('upgrade');
    });
    return true;
  });
}
