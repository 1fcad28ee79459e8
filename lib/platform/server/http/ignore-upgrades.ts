import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { perProcess } from '../per-process';

/**
 * Ignores `Upgrade:` headers, since this server speaks only HTTP. Next listens for them in production too and
 * leaves sockets with unknown upgrades open forever, so that anybody could use up all file descriptors.
 * Without a listener Node answers such a request like any other, including our host gate. Call once at boot;
 * not in development, where Next's own pages need upgrades.
 */
export function ignoreUpgrades(): void {
  perProcess('ignore-upgrades', () => {
    // Published for every connection, before any of its bytes are read.
    subscribe('net.server.socket', (message) => {
      const { socket } = message as { socket: Socket & { server?: NodeJS.EventEmitter } };
      socket.server?.removeAllListeners('upgrade');
    });
    return true;
  });
}
