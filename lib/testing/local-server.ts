import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ConnectionKind } from '@/lib/connections/model/connections';

/** What each kind of server answers by path; anything else is 404. Shapes as in the servers' own sources. */
const list = (ownedBy: string, ids = ['tiny-model']) => ({
  object: 'list',
  data: ids.map((id) => ({ id, object: 'model', created: 0, owned_by: ownedBy })),
});

type Answers = Readonly<Record<string, unknown>>;

export const LOCAL_ANSWERS = {
  ollama: { '/api/version': { version: '0.12.3' }, '/v1/models': list('library') },
  llamacpp: {
    '/props': { default_generation_settings: { n_ctx: 4096 }, build_info: 'b6789-abc' },
    '/v1/models': list('llamacpp'),
  },
  vllm: { '/version': { version: '0.11.0' }, '/v1/models': list('vllm') },
  sglang: { '/get_model_info': { model_path: 'm', is_generation: true }, '/v1/models': list('sglang') },
  lmstudio: {
    '/api/v0/models': { data: [{ id: 'm', type: 'llm', compatibility_type: 'gguf', state: 'loaded' }] },
    '/v1/models': list('organization_owner', ['tiny-model', 'other-model']),
  },
  // Also answers as others do.
  koboldcpp: {
    '/api/extra/version': { result: 'KoboldCpp', version: '1.100', protected: false },
    '/api/version': { version: '0.7.0' },
    '/props': { default_generation_settings: {} },
    '/v1/models': list('koboldcpp'),
  },
  tabbyapi: {
    '/.well-known/serviceinfo': { version: 0.1, software: { name: 'TabbyAPI' } },
    '/health': { status: 'healthy' },
  },
  textgen: {
    '/v1/internal/model/info': { model_name: 'm', lora_names: [] },
    '/v1/models': list('user', ['gpt-3.5-turbo']),
  },
  custom: { '/v1/models': list('someone') },
} as const satisfies Partial<Record<ConnectionKind, Answers>>;

export interface LocalServer {
  readonly port: number;
  /** Paths that were asked, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface LocalServerOptions {
  /** The `server` header. */
  readonly server?: string;
  /** These paths want a key. */
  readonly locked?: readonly string[];
}

/** A server on this machine that answers as one kind does. TabbyAPI's list of models always wants a key. */
export async function startLocalServer(
  answers: Answers,
  { server: name, locked = ['/v1/models'].filter((path) => !(path in answers)) }: LocalServerOptions = {},
): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (name) response.setHeader('server', name);
    const known = Object.hasOwn(answers, path);
    response.writeHead(locked.includes(path) ? 401 : known ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(known && !locked.includes(path) ? answers[path] : { detail: 'No.' }));
  });
  return { ...(await listening(server)), asked };
}

async function listening(server: Server): Promise<Pick<LocalServer, 'port' | 'close'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
