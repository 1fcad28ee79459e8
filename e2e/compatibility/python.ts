import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finish } from './processes';

/** Git ignores it. */
export const CACHE = path.resolve('.cache', 'compatibility');

const MINUTE = 60_000;
/** llama-cpp-python is compiled on the spot. */
const INSTALL_WITHIN_MS = 40 * MINUTE;

export interface PythonEnvironment {
  /** The interpreter. */
  readonly python: string;
  /** The last lines of pip about each requirement that could not be installed, by its name. */
  readonly missing: ReadonlyMap<string, string>;
  /** The installed version of a package; null when it is not there. */
  version(name: string): Promise<string | null>;
}

/**
 * A virtual environment with these packages (as pip takes them), kept until the list changes. A package that
 * cannot be installed is reported, and the others are there all the same. Null when there is no Python.
 */
export async function pythonEnvironment(
  name: string,
  requirements: readonly string[],
): Promise<PythonEnvironment | null> {
  const system = await findPython();
  if (system === null) return null;
  const folder = path.join(CACHE, name);
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(folder, 'installed.json');
  const key = JSON.stringify([system.version, requirements]);
  const stored = readStamp(stamp);
  let missing = new Map<string, string>();
  if (stored?.key === key) missing = new Map(stored.missing);
  else {
    console.log(`• Installing Python packages into ${path.relative('.', folder)} (minutes the first time)`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await finish({ command: system.command, args: ['-m', 'venv', folder] }, 5 * MINUTE);
    const together = await pip(python, requirements);
    for (const one of together === null ? [] : requirements) {
      const problem = await pip(python, [one]);
      if (problem !== null) missing.set(one.split(/[[=]/)[0] ?? one, problem);
    }
    writeFileSync(stamp, JSON.stringify({ key, missing: [...missing] }));
  }
  return {
    python,
    missing,
    version: async (name) => {
      const code = 'import sys, importlib.metadata as m; print(m.version(sys.argv[1]))';
      const { code: exit, stdout } = await finish({ command: python, args: ['-c', code, name] }, MINUTE);
      return exit === 0 ? stdout.trim() : null;
    },
  };
}

/** Null when all is well, else what pip said in the end. */
async function pip(python: string, requirements: readonly string[]): Promise<string | null> {
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements];
  const { code, stderr } = await finish({ command: python, args }, INSTALL_WITHIN_MS);
  return code === 0 ? null : stderr.trim().split('\n').slice(-2).join(' ');
}

/** Python 3.11 or later: r9s and lm-eval want it. */
async function findPython(): Promise<{ command: string; version: string } | null> {
  const candidates = [process.env.PYTHON, 'python3.11', 'python3.12', 'python3.13', 'python3'];
  for (const command of candidates) {
    if (!command) continue;
    const code = 'import sys; assert sys.version_info >= (3, 11); print(sys.version)';
    const { code: exit, stdout } = await finish({ command, args: ['-c', code] }, MINUTE);
    if (exit === 0) return { command, version: stdout.trim() };
  }
  return null;
}

function readStamp(file: string): { key: string; missing: [string, string][] } | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
