import path from 'node:path';
import type { Command } from '@/e2e/compatibility/processes';

export interface ServerUnderTest {
  readonly id: string;
  readonly label: string;
  /** For pip, in an environment of its own: their needs differ. The first one's version is written. */
  readonly requirements: readonly string[];
  /** As which kind it is connected. */
  readonly kind: 'llamacpp' | 'custom';
  start(given: ServerStart): Command;
}

export interface ServerStart {
  readonly python: string;
  /** The model file. */
  readonly model: string;
  readonly port: number;
  /** Where llama.cpp's server listens, for a proxy in front of it. */
  readonly upstream: string;
  /** That the app will send. */
  readonly key: string;
  /** For files of its own. */
  writeFile(name: string, text: string): string;
}

/** The id by which every server here knows the tiny model. */
export const MODEL = 'tiny';
const HERE = path.resolve('e2e', 'compatibility', 'servers');

/** llama.cpp's own comes first: LiteLLM's proxy stands in front of it. */
export const SERVERS: readonly ServerUnderTest[] = [
  {
    id: 'llama.cpp',
    label: 'llama.cpp’s server (xllamacpp)',
    requirements: ['xllamacpp==2026.10.11549'],
    kind: 'llamacpp',
    start: ({ python, model, port }) => ({
      command: python,
      args: [path.join(HERE, 'llama_server.py'), model, String(port)],
    }),
  },
  {
    id: 'llama-cpp-python',
    label: 'llama-cpp-python',
    requirements: ['llama-cpp-python[server]==0.3.36'],
    kind: 'custom',
    start: ({ python, model, port }) => ({
      command: python,
      args: [
        ...['-m', 'llama_cpp.server', '--model', model, '--model_alias', MODEL],
        ...['--host', '127.0.0.1', '--port', String(port), '--n_ctx', '512'],
      ],
    }),
  },
  {
    id: 'litellm-proxy',
    label: 'LiteLLM’s proxy, before llama.cpp’s server',
    requirements: ['litellm[proxy]==1.108.7'],
    kind: 'custom',
    start: ({ python, port, upstream, key, writeFile }) => ({
      command: path.join(path.dirname(python), 'litellm'),
      args: [
        ...['--config', writeFile('litellm.yaml', litellmConfiguration(upstream))],
        ...['--host', '127.0.0.1', '--port', String(port)],
      ],
      // Otherwise it asks GitHub for prices.
      env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_MASTER_KEY: key },
    }),
  },
];

function litellmConfiguration(upstream: string): string {
  return [
    'model_list:',
    `  - model_name: ${MODEL}`,
    '    litellm_params:',
    `      model: text-completion-openai/${MODEL}`,
    `      api_base: ${upstream}/v1`,
    '      api_key: none',
    '',
  ].join('\n');
}
