import { z } from 'zod';
import { AppError } from '@/lib/platform/model/app-error';

// zod/mini comes without a locale: without this line every standard message would be "Invalid input".
z.config(z.locales.en());

type Issue = z.core.$ZodIssue;

/**
 * The first problem of a request as a refusal of our API: a sentence and the field at fault.
 *
 * @param root a field whose inner fields are reported by their own names: with root `request`, an issue at
 *   `request.temperature` is reported for `temperature`, and one at `request.stop.0` for `stop`
 */
export function refusalFromIssues(issues: readonly Issue[], root?: string): AppError {
  const first = issues[0];
  if (!first) return new AppError('invalid_request');
  const issue = innermost(first, []);
  const unknown = issue.issue.code === 'unrecognized_keys' ? issue.issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const param = nameOf(path, root);
  return new AppError('invalid_request', { message: sentence(issue.issue, param, unknown), param });
}

interface FoundIssue {
  readonly issue: Issue;
  readonly path: readonly string[];
}

/** For a union, the branch that got furthest is the one that was meant; a record's key has its own issue. */
function innermost(issue: Issue, base: readonly string[]): FoundIssue {
  const path = [...base, ...issue.path.map(String)];
  if (issue.code === 'invalid_key' && issue.issues[0]) return { issue: issue.issues[0], path };
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return { issue, path };
  const branches = issue.errors
    .flatMap((branch) => branch.slice(0, 1))
    .map((inner) => innermost(inner, path))
    .sort((a, b) => b.path.length - a.path.length || Number(isTypeIssue(a)) - Number(isTypeIssue(b)));
  return branches[0] ?? { issue, path };
}

function isTypeIssue(found: FoundIssue): boolean {
  return found.issue.code === 'invalid_type';
}

function nameOf(path: readonly string[], root: string | undefined): string | undefined {
  if (path.length === 0) return undefined;
  if (root !== undefined && path[0] === root && path.length > 1) return path[1];
  return path.join('.');
}

/** Our schemas' own messages are whole sentences; zod's standard ones need the field in front. */
function sentence(issue: Issue, param: string | undefined, unknown: string | undefined): string {
  if (unknown !== undefined) return `Unknown field "${unknown}".`;
  if (/received undefined$/.test(issue.message)) {
    return param === undefined ? 'The request body is missing.' : `${param} is missing.`;
  }
  const isStandard = /^(Invalid|Too (big|small)|Unrecognized)/.test(issue.message);
  return isStandard ? `${param ?? 'The request body'}: ${lowerFirst(issue.message)}.` : issue.message;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
