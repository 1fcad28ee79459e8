import type { FoundServer, FoundServers } from '@/lib/connections/model/found-servers';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { parseWireJson } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { UPSTREAM_LIMITS, type UpstreamLimits } from './limits';
import { readText } from './read-text';
import {
  MARKS,
  MODELS_PATH,
  modelsIn,
  type ProbeAnswer,
  type Recognised,
  textOf,
  VERSION_PATHS,
} from './recognise-server';
import { createHttpTransport } from './transport';
import { policyFor, socketPool } from './transport-for';

/** For one question to a server on this machine, which answers at once or is not what we look for. */
const PROBE_LIMITS: UpstreamLimits = {
  ...UPSTREAM_LIMITS,
  connectMs: 500,
  firstByteWholeMs: 1_500,
  idleMs: 1_000,
  quietMs: 1_000,
  totalMs: 2_000,
};
const MAX_ANSWER_BYTES = 256 * 1024;
/** For all questions to one port. */
const PORT_MS = 6_000;

/** Whether this server may look at its own machine: only where connections to private addresses are allowed. */
export function canFindServers(): boolean {
  return policyFor({ isServers: false }).allowPrivate;
}

/**
 * Completions servers on this machine, at the ports that they usually listen on (`LOCAL_SERVER_PORTS`), recognised by
 * what they answer. Only 127.0.0.1 is asked, without keys, and all within seconds. Throws AppError `address_refused`.
 */
export async function findServers(ports: readonly number[] = env.localServerPorts): Promise<FoundServers> {
  if (!canFindServers()) {
    throw new AppError('address_refused', {
      message:
        "The playground only connects to public addresses, so it doesn't look for servers on its own computer.",
    });
  }
  // Its own address is no upstream.
  const looked = ports.filter((port) => port !== env.port);
  const found = await Promise.all(looked.map(findServer));
  return { servers: found.filter((server) => server !== null), ports: looked };
}

async function findServer(port: number): Promise<FoundServer | null> {
  const ask = asker(port);
  const models = await ask(MODELS_PATH);
  // Nobody listens there, or somebody who does not speak HTTP.
  if (models === null) return null;
  const recognised = await recognise(ask);
  const list = models.status === 200 ? modelsIn(models.json) : null;
  if (recognised === null && list === null && !models.wantsKey) return null;
  const { kind, version } = recognised ?? { kind: 'custom', version: null };
  return { kind, port, baseUrl: `http://127.0.0.1:${port}/v1`, version, modelCount: list?.length ?? null };
}

type Ask = (path: string) => Promise<ProbeAnswer | null>;

async function recognise(ask: Ask): Promise<Recognised | null> {
  for (const { path, read } of MARKS) {
    const answer = await ask(path);
    const recognised = answer && read(answer);
    if (!recognised) continue;
    const versionPath = recognised.version === null ? VERSION_PATHS[recognised.kind] : undefined;
    const versionAnswer = versionPath === undefined ? null : await ask(versionPath);
    return { ...recognised, version: recognised.version ?? versionIn(versionAnswer) };
  }
  return null;
}

function versionIn(answer: ProbeAnswer | null): string | null {
  const json = answer?.json;
  return typeof json === 'object' && json !== null && 'version' in json ? textOf(json.version) : null;
}

/** Asks each path once; null without an answer. */
function asker(port: number): Ask {
  const signal = AbortSignal.timeout(PORT_MS);
  const asked = new Map<string, Promise<ProbeAnswer | null>>();
  return (path) => {
    const known = asked.get(path) ?? probe(`http://127.0.0.1:${port}${path}`, signal);
    asked.set(path, known);
    return known;
  };
}

async function probe(url: string, signal: AbortSignal): Promise<ProbeAnswer | null> {
  const transport = createHttpTransport({
    urlOf: () => ({ ok: true, url }),
    key: null,
    policy: policyFor({ isServers: false }),
    limits: PROBE_LIMITS,
    pool: socketPool(),
  });
  const result = await transport({ resource: 'models', body: null, stream: false }, signal);
  if (!result.ok) return null;
  const { answer } = result;
  const parsed = parseWireJson(await readText(answer, MAX_ANSWER_BYTES));
  return {
    status: answer.status,
    server: answer.header('server') ?? '',
    json: parsed.ok && answer.status === 200 ? parsed.value : undefined,
    wantsKey: answer.status === 401 || (answer.status === 403 && parsed.ok && isRecord(parsed.value)),
  };
}
