import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { finish } from '@/e2e/compatibility/processes';
import { CACHE, type PythonEnvironment } from '@/e2e/compatibility/python';
import type { Stage } from '@/e2e/compatibility/stage';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { FIRST_CALL } from '@/lib/public-api/model/first-call';
import { API_KEY_VARIABLE, apiSnippet } from '@/lib/runs/model/snippets/api-snippets';
import { CLIENT_LABELS, CODE_CLIENTS, type CodeClient } from '@/lib/runs/model/snippets/code-clients';
import { SNIPPET_CLIENTS, snippet } from '@/lib/runs/model/snippets/snippets';
import type { Subject, Tried } from '@/scripts/lib/compatibility-table';

const MINUTE = 60_000;
const FOLDER = path.join(CACHE, 'code');

/** A checkout of github.com/r9s-ai/r9s-typescript that was built: the package is not on npm. */
const R9S_TYPESCRIPT = process.env.R9S_TYPESCRIPT;

/** What the app shows as code is written to a file as it is, and run. */
export async function tryAppCode(stage: Stage, python: PythonEnvironment): Promise<Tried[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(path.join(FOLDER, 'node_modules'), { recursive: true });
  if (R9S_TYPESCRIPT) symlinkSync(path.resolve(R9S_TYPESCRIPT), path.join(FOLDER, 'node_modules', 'r9s'));
  const tried: Tried[] = [];
  for (const id of CODE_CLIENTS) {
    const add = (result: string, note: string) => tried.push({ subject: id, row: 'code', result, note });
    if (id === 'r9s-typescript' && !R9S_TYPESCRIPT) {
      add('not available', 'Not on npm. R9S_TYPESCRIPT names a built checkout of its repository.');
      continue;
    }
    const { code } = apiSnippet(id, stage.baseUrl, FIRST_CALL);
    const { problem } = await run(id, code, stage, python);
    add(problem === null ? 'pass' : 'fail', problem ?? (id === 'r9s-typescript' ? zodNote() : ''));
  }
  return [...tried, ...(await tryViewedCode(stage, python))];
}

/** Requests for `mirror`, which answers with the body that arrived: the code must have sent exactly this. */
const VIEWED: readonly CompletionRequest[] = [
  { model: 'mirror', prompt: 'A "quoted" prompt, it\'s $HOME `x` \\ 🌍\nand a second line', max_tokens: 5 },
  {
    model: 'mirror',
    prompt: 'p',
    temperature: 0,
    top_p: 0.5,
    seed: 7,
    stop: ['\n', 'END'],
    echo: false,
    user: 'u',
  },
];

async function tryViewedCode(stage: Stage, python: PythonEnvironment): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const id of SNIPPET_CLIENTS) {
    const problems: string[] = [];
    for (const request of VIEWED) {
      const { code } = snippet(id, { request, baseUrl: stage.baseUrl, r9sShape: true });
      const { problem, stdout } = await run(id, code, stage, python);
      const text = id === 'curl' && problem === null ? JSON.parse(stdout).choices[0].text : stdout;
      if (problem !== null) problems.push(problem);
      else if (!isDeepStrictEqual(JSON.parse(text), request)) problems.push(`It sent ${text}`);
    }
    tried.push({
      subject: id,
      row: 'view',
      result: problems.length === 0 ? 'pass' : 'fail',
      note: problems.join(' '),
    });
  }
  tried.push({ subject: 'r9s-typescript', row: 'view', result: 'not offered', note: '' });
  return tried;
}

const FILES: Readonly<Record<CodeClient, string>> = {
  'openai-python': 'openai_code.py',
  'r9s-python': 'r9s_code.py',
  'openai-typescript': 'openai-code.mts',
  'r9s-typescript': 'r9s-code.mts',
  curl: 'code.sh',
};

async function run(
  client: CodeClient,
  code: string,
  { token }: Stage,
  { python }: PythonEnvironment,
): Promise<{ problem: string | null; stdout: string }> {
  const file = path.join(FOLDER, FILES[client]);
  writeFileSync(file, code);
  const tsx = path.resolve('node_modules', 'tsx', 'dist', 'cli.mjs');
  const [command, ...before] =
    client === 'curl' ? ['sh'] : client.endsWith('python') ? [python] : [process.execPath, tsx];
  const env = { [API_KEY_VARIABLE]: token, API_KEY: token };
  const ended = await finish({ command: command ?? 'sh', args: [...before, file], env, cwd: FOLDER }, MINUTE);
  const problem =
    ended.code === 0 && ended.stdout.trim() !== '' ? null : `Exit code ${ended.code}. ${ended.stderr}`;
  return { problem, stdout: ended.stdout };
}

function zodNote(): string {
  const folder = path.join(path.resolve(R9S_TYPESCRIPT ?? ''), 'node_modules', 'zod');
  return existsSync(folder) ? `with zod ${versionIn(folder)}` : '';
}

/** The columns, with versions: of the package in node_modules, of the checkout, or as installed. */
export async function codeSubjects(python: PythonEnvironment): Promise<Subject[]> {
  const { stdout } = await finish({ command: 'curl', args: ['--version'] }, MINUTE);
  const versions: Readonly<Record<CodeClient, string | null>> = {
    'openai-python': await python.version('openai'),
    'r9s-python': await python.version('r9s'),
    'openai-typescript': versionIn('node_modules/openai'),
    'r9s-typescript': R9S_TYPESCRIPT ? versionIn(R9S_TYPESCRIPT) : null,
    curl: /^curl (\S+)/.exec(stdout)?.[1] ?? null,
  };
  return CODE_CLIENTS.map((id) => ({ id, label: CLIENT_LABELS[id], version: versions[id] }));
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}
