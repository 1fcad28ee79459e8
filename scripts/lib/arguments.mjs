import { parseArgs } from 'node:util';
import { PlainError } from './say.mjs';

/**
 * The options of a command. An unknown one, or one without its value, is refused with the usage.
 *
 * @template {import('node:util').ParseArgsConfig['options'] & {}} Options
 * @param {Options} options as for `parseArgs`
 * @param {readonly string[]} required names of those that must be given
 * @param {string} usage
 */
export function readArguments(options, required, usage) {
  const { values, problem } = parse(options);
  const missing = required.filter((name) => !values[name]);
  if (problem === undefined && missing.length === 0) return values;
  const what = problem ?? `Missing ${missing.map((name) => `--${name}`).join(' and ')}.`;
  throw new PlainError(`${what}\nUsage: ${usage}`);
}

/**
 * @template {import('node:util').ParseArgsConfig['options'] & {}} Options
 * @param {Options} options
 * @returns {{ values: any, problem?: string }}
 */
function parse(options) {
  try {
    return { values: parseArgs({ options, strict: true, allowPositionals: false }).values };
  } catch (error) {
    // Node adds advice about `--` after its first sentence.
    return { values: {}, problem: `${error.message.split(/\. |\n/)[0]}.` };
  }
}
