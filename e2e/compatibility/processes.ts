import { type ChildProcess, spawn } from 'node:child_process';

export interface Finished {
  /** Null: it was ended after its time. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<ChildProcess>();

/** Whatever ends this script ends what it started. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGKILL');
    process.exit(1);
  });
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts a program, whose output goes to `onText`. It ends with this script at the latest. */
export function start(
  { command, args, env = {}, cwd }: Command,
  onText: (text: string, from: 'out' | 'err') => void,
) {
  const child = spawn(command, args, {
    cwd,
    env: { NODE_ENV: 'production', ...basics(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.stdout.setEncoding('utf8').on('data', (text: string) => onText(text, 'out'));
  child.stderr.setEncoding('utf8').on('data', (text: string) => onText(text, 'err'));
  const closed = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      running.delete(child);
      onText(String(error), 'err');
      resolve(127);
    });
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, closed };
}

/** Runs a program to its end, for at most this long. */
export async function finish(command: Command, withinMs: number): Promise<Finished> {
  const output = { out: '', err: '' };
  const { child, closed } = start(command, (text, from) => {
    output[from] += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  const code = await closed;
  clearTimeout(timer);
  return { code, stdout: output.out, stderr: output.err };
}

/**
 * What a program needs of this one's environment. Its other variables may be settings of the same name: a server
 * here reads `VERBOSE`, `HOST` and `MODEL`. No proxy stands between programs on this machine.
 */
function basics(env: NodeJS.ProcessEnv): Record<string, string> {
  const needed =
    /^(PATH|HOME|USER|LANG|LC_\w+|TMPDIR|TEMP|TMP|SYSTEMROOT|XDG_\w+|PIP_\w+|SSL_\w+|REQUESTS_\w+|\w+_PROXY|CC|CXX|CMAKE_\w+)$/i;
  const found = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && needed.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(found),
    PYTHONDONTWRITEBYTECODE: '1',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}
