import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { report } from '@/e2e/compatibility/document';
import { finish } from '@/e2e/compatibility/processes';
import { CACHE, pythonEnvironment } from '@/e2e/compatibility/python';
import { startStage } from '@/e2e/compatibility/stage';
import { vocabulary as practiceVocabulary, TOKEN_PATTERN } from '@/lib/practice/tokenizer';
import { startMisbehavingServer } from '@/lib/testing/misbehaving-server';
import { compatibilityTable, type Subject, type Tried } from '@/scripts/lib/compatibility-table';
import { codeSubjects, tryAppCode } from './app-code';
import { CLIENTS, type Client, CODE, FEATURES, PACKAGES } from './features';
import { upstreamByModel } from './upstream-by-model';

/** `npm run test:clients`: real clients of the protocol against the running app. */

const FOLDER = path.resolve('e2e', 'compatibility', 'clients');
/** One client's checks, of which each has its own limit too. */
const CLIENT_WITHIN_MS = 10 * 60_000;

const python = await pythonEnvironment('clients', PACKAGES);
if (python === null) {
  console.error('Python 3.11 or later is needed. PYTHON names its command.');
  process.exit(1);
}
const { python: interpreter } = python;
const vocabulary = path.join(CACHE, 'practice-vocabulary.json');
writeFileSync(
  vocabulary,
  JSON.stringify({ texts: practiceVocabulary().texts, pattern: TOKEN_PATTERN.source }),
);
const upstream = await startMisbehavingServer();
upstream.always(upstreamByModel());
upstream.alwaysModels((response, request) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(request.method === 'GET' ? '{"object":"list","data":[]}' : '');
});
console.log('• Starting the app');
const stage = await startStage();
let isFailed = false;
try {
  await stage.guest.addConnection({ name: 'By model', baseUrl: upstream.url, isDefault: true });
  const tried: Tried[] = [];
  const subjects: Subject[] = [];
  const only = process.argv.slice(2);
  for (const client of CLIENTS) {
    const version = await python.version(client.python);
    subjects.push({ ...client, version });
    if (version !== null) tried.push(...(await tryClient(client, only)));
  }
  console.log('• The code that the app shows');
  const code = only.length === 0 ? await tryAppCode(stage, python) : [];
  if (only.length === 0) {
    report('clients', [
      { subjects, rows: FEATURES, tried: tried.map(withoutPort) },
      { subjects: await codeSubjects(python), rows: CODE, tried: code.map(withoutPort) },
    ]);
  } else console.log(compatibilityTable(subjects, FEATURES, tried));
  isFailed = [...tried, ...code].some(({ result }) => result === 'fail');
} finally {
  await stage.dispose();
  await upstream.close();
}
process.exit(isFailed ? 1 : 0);

async function tryClient(client: Client, only: readonly string[]): Promise<Tried[]> {
  console.log(`• ${client.label}`);
  const env = {
    COMPATIBILITY_URL: stage.baseUrl,
    COMPATIBILITY_TOKEN: stage.token,
    COMPATIBILITY_VOCABULARY: vocabulary,
  };
  const { code, stdout, stderr } = await finish(
    { command: interpreter, args: [path.join(FOLDER, client.checks), ...only], env },
    CLIENT_WITHIN_MS,
  );
  if (process.env.COMPATIBILITY_VERBOSE) console.log(stderr);
  const tried = stdout.split('\n').flatMap((line): Tried[] => {
    if (!line.startsWith('{"feature"')) return [];
    const { feature, result, note } = JSON.parse(line);
    return [{ subject: client.id, row: feature, result, note }];
  });
  if (code !== 0) console.log(`  ${client.checks} ended with ${code}:\n${stderr.slice(-2000)}`);
  return tried;
}

/** The port is another one every time, and folders are nobody's business. */
function withoutPort(tried: Tried): Tried {
  return {
    ...tried,
    note: tried.note.replaceAll(stage.app.url, 'http://localhost').replaceAll(process.cwd(), '.'),
  };
}
