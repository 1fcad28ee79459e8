import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { report } from '@/e2e/compatibility/document';
import { type Command, finish, start } from '@/e2e/compatibility/processes';
import { CACHE, type PythonEnvironment, pythonEnvironment } from '@/e2e/compatibility/python';
import { startStage } from '@/e2e/compatibility/stage';
import { freePort } from '@/lib/platform/db/testing/free-port';
import { compatibilityTable, type Subject, type Tried } from '@/scripts/lib/compatibility-table';
import { SERVERS, type ServerUnderTest } from './servers';
import { askApi, askPage, askServer } from './through-app';
import { openScreen } from './through-page';
import { TRIALS, type Verdict } from './trials';

/** `npm run test:servers`: real servers as upstreams of the running app. */

const READY_WITHIN_MS = 120_000;
/** The longest has 20 texts counted, each after a pause in the typing. */
const TRIAL_WITHIN_MS = 180_000;

const model = path.join(CACHE, 'tiny-random.gguf');
const maker = await pythonEnvironment('model', ['gguf==0.19.0']);
if (maker === null) {
  console.error('Python 3.11 or later is needed. PYTHON names its command.');
  process.exit(1);
}
const script = path.resolve('e2e', 'compatibility', 'servers', 'tiny_model.py');
const made = await finish({ command: maker.python, args: [script, model] }, READY_WITHIN_MS);
if (made.code !== 0) throw new Error(`No model could be made:\n${made.stderr}`);

console.log('• Starting the app');
const stage = await startStage();
/** LiteLLM's proxy starts with nothing less; the others take any. */
const key = `sk-${randomBytes(24).toString('hex')}`;
const tried: Tried[] = [];
const subjects: Subject[] = [];
/** Only these trials, from the command line; then nothing is written. */
const only = process.argv.slice(2);
const started: { child: { kill(signal: NodeJS.Signals): unknown } }[] = [];
let upstream = '';
try {
  for (const server of SERVERS) {
    const environment = await pythonEnvironment(server.id, server.requirements);
    const [name = ''] = server.requirements[0]?.split(/[[=]/) ?? [];
    const version = (await environment?.version(name)) ?? null;
    console.log(`• ${server.label} ${version ?? ''}`);
    const url = environment && version ? await startServer(server, environment) : null;
    subjects.push({ ...server, version: url === null ? null : version });
    if (url === null) {
      console.log(`  not available. ${[...(environment?.missing.values() ?? [])].join(' ')}`);
      continue;
    }
    upstream ||= url;
    tried.push(...(await tryServer(server, url)));
  }
  if (only.length === 0) report('servers', [{ subjects, rows: rowsOf(), tried }]);
  else console.log(compatibilityTable(subjects, rowsOf(), tried));
} finally {
  for (const { child } of started) child.kill('SIGKILL');
  await stage.dispose();
}
process.exit(0);

/** Its address, as soon as it lists its models; null when it does not start. */
async function startServer(server: ServerUnderTest, { python }: PythonEnvironment): Promise<string | null> {
  const port = await freePort();
  const folder = path.join(CACHE, server.id);
  mkdirSync(folder, { recursive: true });
  const writeFile = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const command: Command = server.start({ python, model, port, upstream, key, writeFile });
  let output = '';
  const process_ = start(command, (text) => {
    output = `${output}${text}`.slice(-100_000);
    if (process.env.COMPATIBILITY_VERBOSE) process.stderr.write(text);
  });
  started.push(process_);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } }).catch(
      () => null,
    );
    if (answer?.ok) return url;
    if (process_.child.exitCode !== null || Date.now() > deadline) {
      console.log(`  It did not start:\n${output.slice(0, 2000)}\n…\n${output.slice(-2000)}`);
      return null;
    }
    await setTimeout(200);
  }
}

async function tryServer(server: ServerUnderTest, url: string): Promise<Tried[]> {
  const made = await stage.session.post('/api/connections', {
    data: { name: server.label, kind: server.kind, baseUrl: `${url}/v1`, key },
  });
  const { id } = await made.json();
  const screen = await openScreen(stage, server.label);
  const given = {
    ask: askPage(stage, id),
    askApi: askApi(stage, id),
    askServer: askServer(url, key),
    origin: url,
    screen,
  };
  const found: Tried[] = [];
  for (const [row, trial] of Object.entries(TRIALS)) {
    if (only.length > 0 && !only.includes(row)) continue;
    const late = setTimeout(
      TRIAL_WITHIN_MS,
      { result: 'broken', note: 'No answer in three minutes.' },
      { ref: false },
    );
    const verdict = await Promise.race([trial.run(given).catch(thrown), late]);
    found.push({
      subject: server.id,
      row,
      ...verdict,
      note: verdict.note.replaceAll(url, 'http://localhost').replaceAll(process.cwd(), '.'),
    });
  }
  await screen?.close();
  return found;
}

function thrown(error: unknown): Verdict {
  return { result: 'broken', note: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
}

function rowsOf(): Record<string, string> {
  return Object.fromEntries(Object.entries(TRIALS).map(([row, { label }]) => [row, label]));
}
