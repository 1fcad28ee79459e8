import { missingHeaders } from '@/components/connections/connection-draft';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useConnections } from '@/lib/connections/client/connection-list';
import type { Connection } from '@/lib/connections/model/connections';
import { connectionOfCode, modelOfImport } from '@/lib/playground/client/draft-import';
import { useDraft } from '@/lib/playground/client/draft-store';
import type { ImportResult } from '@/lib/playground/model/import/import-request';
import { isOfIds, promptCount, promptList } from '@/lib/protocol/request/prompts';
import type { Prompt } from '@/lib/protocol/request/value-kinds';

const SOURCES = {
  curl: 'curl',
  python: 'Python',
  typescript: 'TypeScript',
  powershell: 'PowerShell',
  json: 'JSON',
} as const;

export interface ImportSummaryProps {
  result: Extract<ImportResult, { ok: true }>;
  /** Opens the form of a connection that lacks headers of the code. */
  onConnect: (connection: Connection) => void;
}

/** A preview of what the pasted code contains, before anything changes. */
export function ImportSummary({ result, onConnect }: ImportSummaryProps) {
  const { connections } = useConnections();
  const connectionId = useDraft((draft) => draft.connectionId);
  const draftModel = useDraft((draft) => draft.model);
  const { source, request, retries, unknown, problems, baseUrl, headerNames, hadKey } = result;
  const { model, prompt, extra_body: others, ...rest } = request;
  const values = Object.entries({ ...rest, ...others, ...(retries === null ? {} : { retries }) }).map(
    ([name, value]) => `${name} ${valueText(value)}`,
  );
  const fitting = baseUrl === null ? null : connectionOfCode(baseUrl, connections, connectionId);
  const current = connections.find(({ id }) => id === connectionId) ?? null;
  const isUnconnected = baseUrl !== null && fitting === null;
  const target = fitting ?? current;
  const modelHere = modelOfImport(model, { connectionId, model: draftModel }, fitting);
  const missing =
    target && !isUnconnected
      ? missingHeaders(
          target,
          headerNames.map((name) => ({ name })),
        )
      : [];
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-sm border bg-sunken p-3 text-xs">
        <Row term="Format">{SOURCES[source]}</Row>
        <Row term="Run will send to">
          {isUnconnected
            ? `${hostOf(baseUrl)}, once connected`
            : target
              ? placeOf(target)
              : 'no connection yet'}
        </Row>
        <Row term="Model">{isUnconnected ? (model ?? 'not in the code') : modelText(model, modelHere)}</Row>
        <Row term="Prompt">{prompt === undefined ? 'not in the code, unchanged' : sizeOf(prompt)}</Row>
        <Row term="Parameters">{values.length === 0 ? 'none, all turned off' : listed(values)}</Row>
      </dl>
      {unknown.length > 0 && <Notice tone="warn">Ignored (not supported): {listed(unknown)}</Notice>}
      {problems.map(({ field, message }) => (
        <Notice key={field} tone="warn">
          <code>{field}</code>: {message}
        </Notice>
      ))}
      {hadKey && !isUnconnected && (
        <Notice>This code contains an API key. It isn't saved: keys belong to connections.</Notice>
      )}
      {isUnconnected && (
        <Notice>
          No connection uses <code className="break-all">{baseUrl}</code>. Add one to run this there.
          {(hadKey || headerNames.length > 0) && ` ${filledIn(hadKey, headerNames)}`}
          {current &&
            ` Or import the prompt and parameters for ${current.name}, with the model ${modelHere}.`}
        </Notice>
      )}
      {target && missing.length > 0 && (
        <Notice
          tone="warn"
          actions={
            target.builtIn ? undefined : (
              <Button size="sm" onClick={() => onConnect(target)}>
                Add headers
              </Button>
            )
          }
        >
          Left out: {missing.length === 1 ? 'the header ' : 'the headers '}
          {listed(missing.map(({ name }) => name))}. Headers belong to connections, and {target.name} doesn't
          have {missing.length === 1 ? 'it' : 'them'}.
        </Notice>
      )}
    </div>
  );
}

/** A value in a few letters. */
function valueText(value: unknown): string {
  const text =
    typeof value === 'string' ? `“${value.slice(0, MAX_VALUE_LENGTH + 1)}”` : (JSON.stringify(value) ?? '');
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}

const MAX_VALUE_LENGTH = 40;

/** What the model will be, and why it is not the code's. */
function modelText(named: string | undefined, model: string): string {
  if (model === '') return 'not in the code, choose one next';
  if (named === undefined) return 'not in the code, unchanged';
  return named === model ? named : `${model} (${named} isn't there)`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** `OpenAI · api.openai.com` */
function placeOf({ name, baseUrl }: Connection): string {
  const host = hostOf(baseUrl);
  return host === '' || host === name ? name : `${name} · ${host}`;
}

/** Says what the form of a new connection already holds. */
function filledIn(hadKey: boolean, names: readonly string[]): string {
  if (names.length === 0) return 'Your key from this code will be used for the new connection.';
  const headers = `${names.length === 1 ? 'header' : 'headers'} ${listed(names)}`;
  return `${hadKey ? 'Your key and the' : 'The'} ${headers} from this code will be used for the new connection.`;
}

function Row({ term, children }: { term: string; children: string }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="min-w-0 font-mono break-words">{children}</dd>
    </>
  );
}

const MAX_LISTED = 20;
const MAX_NAME_LENGTH = 60;

/** Lists only the first names; a pasted file may hold a hundred thousand. */
function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, MAX_LISTED)
    .map((name) => (name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')}, and ${more.toLocaleString('en')} more` : shown.join(', ');
}

/** First words and size. */
function sizeOf(prompt: Prompt): string {
  if (typeof prompt === 'string') {
    const words = prompt
      .slice(0, 1000)
      .trim()
      .replace(/\s+/g, ' ')
      .slice(0, MAX_VALUE_LENGTH + 1);
    const shown = words.length > MAX_VALUE_LENGTH ? `${words.slice(0, MAX_VALUE_LENGTH)}…` : words;
    const size = `${prompt.length.toLocaleString('en')} character${prompt.length === 1 ? '' : 's'}`;
    return shown === '' ? size : `“${shown}” · ${size}`;
  }
  const [first] = promptList(prompt);
  const count = promptCount(prompt);
  if (count > 1) return `a list of ${count}`;
  return `${first?.length.toLocaleString('en') ?? 0} ${isOfIds(prompt) ? 'token IDs' : 'characters'}, as a list`;
}
