import net from 'node:net';

/** The connection between a browser and the app, which a test can cut. */
export interface Network {
  /** The app's address through the relay. */
  readonly url: string;
  /** Breaks open connections and refuses new ones for this long; resolves when it works again. */
  cutFor(milliseconds: number): Promise<void>;
  /** New connections go to another server, as behind a balancer. */
  turnTo(target: string): void;
  close(): Promise<void>;
}

/** A plain TCP relay on loopback to the app at `target`. */
export async function startNetwork(target: string): Promise<Network> {
  const { hostname } = new URL(target);
  let { port } = new URL(target);
  const open = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    url: `http://${hostname}:${(server.address() as net.AddressInfo).port}`,
    cutFor: (milliseconds) => {
      cut();
      return new Promise((resolve) => {
        setTimeout(() => {
          isCut = false;
          resolve();
        }, milliseconds);
      });
    },
    turnTo: (other) => {
      ({ port } = new URL(other));
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
