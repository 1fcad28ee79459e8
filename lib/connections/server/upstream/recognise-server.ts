import type { ConnectionKind } from '@/lib/connections/model/connections';
import { isRecord } from '@/lib/protocol/response/wire-json';

/** What one request to a server on this machine brought. */
export interface ProbeAnswer {
  readonly status: number;
  /** The `server` header, or an empty text. */
  readonly server: string;
  /** The body as JSON; undefined when it is not JSON, or not the answer that was asked for (200). */
  readonly json: unknown;
  /**
   * It wants a key. A bare 403 does not say so: other services refuse everything with one (AirPlay does, on a
   * port that is searched).
   */
  readonly wantsKey: boolean;
}

export interface Recognised {
  readonly kind: ConnectionKind;
  readonly version: string | null;
}

interface Mark {
  readonly path: string;
  /** Null: the answer is not of this kind of server. */
  readonly read: (answer: ProbeAnswer) => Recognised | null;
}

/** The list of models, which every kind has, and which often names the kind. */
export const MODELS_PATH = '/v1/models';

/** `owned_by` of a server's own models, from the servers' sources. */
const OWNERS: Readonly<Record<string, ConnectionKind>> = {
  vllm: 'vllm',
  sglang: 'sglang',
  llamacpp: 'llamacpp',
  koboldcpp: 'koboldcpp',
  tabbyapi: 'tabbyapi',
  organization_owner: 'lmstudio',
};

/**
 * Answers that only one kind of server gives, in the order in which they are tried. KoboldCpp also answers as Ollama,
 * llama.cpp and others do, and SGLang as Ollama does, so their own answers come first. Sources: koboldcpp.py,
 * tabbyAPI's and text-generation-webui's routers, llama.cpp's server README, SGLang's, Ollama's and LM Studio's API
 * documentation, vLLM's API server.
 */
export const MARKS: readonly Mark[] = [
  {
    path: '/api/extra/version',
    read: ({ json }) =>
      isRecord(json) && json.result === 'KoboldCpp'
        ? { kind: 'koboldcpp', version: textOf(json.version) }
        : null,
  },
  { path: MODELS_PATH, read: byModels },
  {
    path: '/.well-known/serviceinfo',
    read: ({ json }) =>
      isRecord(json) && isRecord(json.software) && json.software.name === 'TabbyAPI'
        ? { kind: 'tabbyapi', version: null }
        : null,
  },
  {
    path: '/get_model_info',
    read: ({ json }) =>
      isRecord(json) && typeof json.model_path === 'string' ? { kind: 'sglang', version: null } : null,
  },
  {
    path: '/api/version',
    read: ({ json }) =>
      isRecord(json) && typeof json.version === 'string'
        ? { kind: 'ollama', version: textOf(json.version) }
        : null,
  },
  {
    path: '/props',
    read: ({ json }) =>
      isRecord(json) && isRecord(json.default_generation_settings)
        ? { kind: 'llamacpp', version: textOf(json.build_info) }
        : null,
  },
  {
    path: '/version',
    read: ({ json }) =>
      isRecord(json) && typeof json.version === 'string'
        ? { kind: 'vllm', version: textOf(json.version) }
        : null,
  },
  {
    path: '/api/v0/models',
    read: ({ json }) =>
      modelsIn(json)?.some((model) => isRecord(model) && typeof model.compatibility_type === 'string')
        ? { kind: 'lmstudio', version: null }
        : null,
  },
  {
    path: '/v1/internal/model/info',
    read: ({ json }) =>
      isRecord(json) && 'model_name' in json && 'lora_names' in json
        ? { kind: 'textgen', version: null }
        : null,
  },
];

/** Where a recognised server says its version, when its mark does not. */
export const VERSION_PATHS: Readonly<Partial<Record<ConnectionKind, string>>> = { vllm: '/version' };

/** The items of a list of models; null when it is none. */
export function modelsIn(json: unknown): readonly unknown[] | null {
  return isRecord(json) && Array.isArray(json.data) ? json.data : null;
}

/** A version, short enough to show. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_VERSION) : null;
}
const MAX_VERSION = 40;

function byModels({ json, server }: ProbeAnswer): Recognised | null {
  // llama.cpp names itself in the header, with or without a key.
  if (/^llama\.cpp\b/i.test(server)) return { kind: 'llamacpp', version: null };
  const [first] = modelsIn(json) ?? [];
  const owner = isRecord(first) && typeof first.owned_by === 'string' ? first.owned_by.toLowerCase() : '';
  const kind = Object.hasOwn(OWNERS, owner) ? OWNERS[owner] : undefined;
  return kind === undefined ? null : { kind, version: null };
}
