import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The instructions of a Dockerfile, read and run without Docker: each stage is a folder, and its WORKDIR a folder in
 * it. Enough for our own file, and an error for anything else, so that no instruction is passed over.
 */

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  /** Its name, or its number. */
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

export function readDockerfile(source: string): Stage[] {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === '') throw new Error(`Not an instruction: ${line}`);
    if (name === 'FROM') {
      const [base = '', , alias] = text.split(' ');
      stages.push({ name: alias ?? String(stages.length), base, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text });
  }
  return stages;
}

/** What a container gets from its image. */
export interface Image {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/** What stands in for a stage that was made elsewhere: its WORKDIR. */
export type Made = Readonly<Record<string, string>>;

/**
 * Runs the stages in order and returns the last one's image. Folders are made below `root`. Stages in `made` are
 * not run.
 */
export async function runStages(
  stages: readonly Stage[],
  { root, context, made = {} }: { root: string; context: string; made?: Made },
): Promise<Image> {
  const folders: Record<string, string> = { ...made };
  let image: Image | undefined;
  for (const stage of stages) {
    if (made[stage.name]) continue;
    image = await runStage(stage, { folder: path.join(root, stage.name), context, folders });
    folders[stage.name] = image.folder;
  }
  if (image === undefined) throw new Error('There is no stage.');
  return image;
}

async function runStage(
  { name, instructions }: Stage,
  { folder, context, folders }: { folder: string; context: string; folders: Made },
): Promise<Image> {
  const env: Record<string, string> = {};
  let user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  let workdir = '';
  let command: string[] = [];
  let healthcheck: string[] = [];
  await mkdir(folder, { recursive: true });
  for (const { name: what, text } of instructions) {
    if (what === 'WORKDIR') workdir = text;
    else if (what === 'ENV')
      Object.assign(env, Object.fromEntries(text.split(' ').map((pair) => pair.split('='))));
    else if (what === 'COPY') await copy(text, { workdir, folder, context, folders });
    else if (what === 'RUN') await runShell(text, folder, env);
    else if (what === 'USER') user = asUser(text);
    else if (what === 'CMD') command = JSON.parse(text);
    else if (what === 'HEALTHCHECK') healthcheck = JSON.parse(text.slice(text.indexOf('CMD ') + 4));
    else if (!['EXPOSE', 'VOLUME', 'STOPSIGNAL'].includes(what)) {
      throw new Error(`The stage ${name} has an instruction that is not known here: ${what}`);
    }
  }
  return { folder, env, user, command, healthcheck };
}

/** Only root can be somebody else; everybody else is not root anyway. */
function asUser(text: string): Image['user'] {
  const [uid = 0, gid = 0] = text.split(':').map(Number);
  return process.getuid?.() === 0
    ? { uid, gid }
    : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

async function copy(
  text: string,
  { workdir, folder, context, folders }: { workdir: string; folder: string; context: string; folders: Made },
): Promise<void> {
  const words = text.split(' ');
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  if (!/^\.(\/|$)/.test(target))
    throw new Error(`COPY to ${target}: only paths in the folder are known here`);
  const [source, base] = from === undefined ? [context, ''] : [folders[from], `${workdir}/`];
  if (source === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  for (const word of words) {
    if (!word.startsWith(base)) throw new Error(`COPY of ${word}: not in ${workdir}`);
    const name = word.slice(base.length);
    if (name === '.') {
      const { tops, isIgnored } = await ofContext(context);
      for (const top of tops)
        await copyTree(context, top, path.join(folder, top), (file) => !isIgnored(file));
      continue;
    }
    // A file goes into the target, of a folder its contents do.
    const isFolder = (await stat(path.join(source, name))).isDirectory();
    const to = isFolder ? target : path.join(target, path.basename(name));
    // The build's own stage has removed it; the suite's build, which stands in for that, has not.
    const isCache = (file: string) => /^\.next\/(dev|cache|diagnostics)$/.test(file);
    await copyTree(source, name, path.join(folder, to), (file) => !isCache(file));
  }
}

/** What .dockerignore lets in: it ignores everything but the names with `!`, and some files in these. */
async function ofContext(context: string) {
  const lines = (await readFile(path.join(context, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line));
  if (lines.shift() !== '*') throw new Error('.dockerignore must begin by ignoring everything.');
  const tops = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const there = await readdir(context);
  const missing = tops.filter((name) => !there.includes(name));
  if (missing.length > 0) throw new Error(`.dockerignore names what does not exist: ${missing.join(', ')}`);
  const ignored = lines.filter((line) => !line.startsWith('!'));
  const isIgnored = (file: string) =>
    ignored.some((line) =>
      line.startsWith('**/*') ? file.endsWith(line.slice('**/*'.length)) : file === line,
    );
  return { tops, isIgnored };
}

async function copyTree(
  from: string,
  name: string,
  to: string,
  isCopied: (name: string) => boolean = () => true,
): Promise<void> {
  await cp(path.join(from, name), to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => isCopied(path.relative(from, file)),
  });
}

async function runShell(text: string, cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  // Only root can give a folder to another user.
  const command = process.getuid?.() === 0 ? text : text.replace(/ && chown \S+ \S+/g, '');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('/bin/sh', ['-c', command], {
    cwd,
    env: { PATH, HOME, ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`RUN ${text} ended with ${code}:\n${output}`);
}
