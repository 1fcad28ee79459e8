import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { rulesOfKind } from '@/lib/connections/model/rules-of-kind';
import { startPricing } from '@/lib/connections/server/prices';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { secretsIn } from '@/lib/connections/server/upstream/secrets-in';
import type { Transport, UpstreamTarget } from '@/lib/connections/server/upstream/target';
import { transportFor } from '@/lib/connections/server/upstream/transport-for';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import type { Origin } from '@/lib/platform/server/http/origin';
import { sharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { watchedElsewhereMs } from '@/lib/platform/server/redis/watched';
import { checkRun, expectedChoices, type RequestIssue } from '@/lib/protocol/request/completion-request';
import type { Price } from '@/lib/protocol/run/price';
import { runOfIdempotencyKey } from '@/lib/runs/db/insert-run';
import { promptPreview } from '@/lib/runs/db/preview';
import type { StartRun } from '@/lib/runs/model/runs';
import { closingRefusal, isClosing } from './closing';
import { type Executed, type Execution, executeRun } from './execute-run';
import { runTopic } from './find-live-run';
import { saveLater } from './late-ends';
import { type ComparisonCell, createLiveRun, type LiveRun, type LiveRunControls } from './live-run';
import { originToStore } from './origin-to-store';
import { processId } from './process-id';
import { processLease } from './process-lease';
import { type RunRegistry, runRegistry } from './registry';
import { countStart } from './run-counters';
import { refuseSlot } from './run-slots';
import { logWriter } from './shared/log-writer';
import { slotQueue, type Waiting } from './slot-queue';
import { countEndedRun, insertRunInSpace } from './store-run';
import { GRACE_MS, type Grace, graceOf, NEWCOMER_FIRST_BYTE_MS } from './unwatched';

export interface StartRunInput extends StartRun {
  readonly userId: string;
  /** Where the request comes from; null when unknown. */
  readonly origin?: Origin | null;
  /** What started the run. */
  readonly source?: 'playground' | 'api' | 'compare';
  /** The cell of a comparison that it fills. */
  readonly comparisonCell?: ComparisonCell;
  /** A new UUIDv7, when the caller must know it beforehand. */
  readonly runId?: string;
  /** The token's name, for a run through the API. */
  readonly sourceName?: string;
  /** Whether somebody watches the comparison that it belongs to. */
  readonly isWatchedElsewhere?: () => boolean;
  /** Waits in the queue when all slots are taken; absent: is refused at once. */
  readonly waiting?: Waiting;
  /** Attempts of runs before it that were taken back, and whether this one is; see `Execution`. */
  readonly earlier?: Execution['earlier'];
  readonly takeBack?: Execution['takeBack'];
}

/** What tests replace. */
export interface EngineOptions {
  readonly registry?: RunRegistry;
  readonly grace?: Grace;
  readonly firstByteGrace?: Grace;
  readonly transportFor?: (target: UpstreamTarget) => Transport;
  readonly execution?: Partial<Pick<Execution, 'wait' | 'random' | 'store' | 'isStillOwner'>>;
}

export type StartedRun =
  /** `joined`: the same start request was received before. */
  | { readonly kind: 'live'; readonly run: LiveRun; readonly joined: boolean }
  /** A repeated start request whose run this process no longer holds (or never held). */
  | { readonly kind: 'stored'; readonly runId: string };

/**
 * Starts a run: limits → connection → row → upstream. Once it resolves, the run exists and continues by
 * itself; watch it to see its events.
 *
 * The same idempotency key with the same content is the same run, even for simultaneous requests: within this
 * process through the registry, which is updated before anything is awaited, and across processes through the
 * database's unique index.
 *
 * Throws AppError: `too_many_runs`, `storage_full`, `disk_full`, `idempotency_mismatch`, `not_found`
 * (connection), `key_needed`, `unavailable`; and `CallerGone` for one that disconnected in the queue.
 */
export async function startRun(input: StartRunInput, options: EngineOptions = {}): Promise<StartedRun> {
  const { registry = runRegistry() } = options;
  const idempotencyHash = contentHash(input);
  const same = registry.findByKey(input.userId, input.idempotencyKey);
  if (same !== null) return join(same, idempotencyHash);
  const { origin = null, waiting } = input;
  const bytes = 2 * JSON.stringify(input.request).length;
  const refuse = () => refuseSlot(registry.slots, { ...input, origin });
  const open = () => openRun(input, { registry, options, idempotencyHash, requestBytes: bytes });
  if (isClosing()) throw closingRefusal();
  const enter = (waitMs: number): Opened | Promise<Opened> => {
    if (waiting)
      return slotQueue().enter({ ...waiting, request: { ...input, origin }, bytes, refuse, open, waitMs });
    const refusal = refuse();
    if (refusal !== null) throw refusal;
    return open();
  };
  let opened: Opened;
  try {
    opened = await takeSlot(enter, registry);
  } catch (error) {
    const before = await startedElsewhere(input, idempotencyHash, error);
    if (before !== null) return before;
    throw error;
  }
  if (opened.kind === 'same') return join(opened.run, idempotencyHash);
  const { run, controls, acceptedAt } = opened;
  let stored: Stored | { existing: string };
  try {
    stored = await storeRun(input, run);
  } catch (error) {
    registry.remove(run);
    controls.markLost(error);
    throw error;
  }
  if ('existing' in stored) {
    registry.remove(run);
    controls.markLost(new StoredBefore(stored.existing));
    return { kind: 'stored', runId: stored.existing };
  }
  controls.markStored();
  countStart(input.source ?? 'playground');
  execute(run, controls, stored, { input, acceptedAt, registry, options });
  return { kind: 'live', run, joined: false };
}

/**
 * A slot of this process, and then of all servers together. A call that may wait goes back into the queue when the
 * others hold them all, until its time is over.
 */
async function takeSlot(
  enter: (waitMs: number) => Opened | Promise<Opened>,
  registry: RunRegistry,
): Promise<Opened> {
  const until = performance.now() + env.runQueueMs;
  for (;;) {
    const opened = await enter(Math.max(0, until - performance.now()));
    if (opened.kind === 'same' || sharedRedis() === null) return opened;
    const { run, controls } = opened;
    const refusal = await registry.takeEverywhere(run);
    if (refusal === null) return opened;
    registry.remove(run);
    controls.markLost(refusal);
    if (performance.now() >= until) throw refusal;
  }
}

/** A repeated start request gets its run although there is no slot, also when another server has it. */
async function startedElsewhere(
  input: StartRunInput,
  idempotencyHash: string,
  error: unknown,
): Promise<StartedRun | null> {
  const isFull = error instanceof AppError && error.code === 'too_many_runs';
  if (!isFull || sharedRedis() === null) return null;
  const existing = await runOfIdempotencyKey(input);
  if (existing === null) return null;
  if (existing.idempotencyHash !== idempotencyHash) throw mismatch();
  return { kind: 'stored', runId: existing.id };
}

type Opened =
  | {
      readonly kind: 'new';
      readonly run: LiveRun;
      readonly controls: LiveRunControls;
      /** `performance.now()`: the zero of the run's timings, after any time in the queue. */
      readonly acceptedAt: number;
    }
  /** The same call was waiting too, and came first. */
  | { readonly kind: 'same'; readonly run: LiveRun };

/** Takes the slot. Nothing is awaited between the check for one and this. */
function openRun(
  input: StartRunInput,
  context: { registry: RunRegistry; options: EngineOptions; idempotencyHash: string; requestBytes: number },
): Opened {
  const { registry, options, idempotencyHash, requestBytes } = context;
  const same = registry.findByKey(input.userId, input.idempotencyKey);
  if (same !== null) return { kind: 'same', run: same };
  if (isClosing()) throw closingRefusal();
  const { origin = null } = input;
  const acceptedAt = performance.now();
  const runId = input.runId ?? uuidv7();
  const { run, controls } = createLiveRun({
    identity: {
      runId,
      createdAt: new Date().toISOString(),
      choiceCount: expectedChoices(input.request),
    },
    userId: input.userId,
    origin,
    idempotencyKey: input.idempotencyKey,
    idempotencyHash,
    requestBytes,
    comparisonCell: input.comparisonCell,
    grace: input.background ? null : (options.grace ?? graceOf(GRACE_MS)),
    firstByteGrace: origin?.isNewcomer ? (options.firstByteGrace ?? graceOf(NEWCOMER_FIRST_BYTE_MS)) : null,
    isWatchedElsewhere: input.isWatchedElsewhere,
    otherServersMs: sharedRedis() === null ? undefined : () => otherServersMs(runId, input.comparisonCell),
  });
  registry.add(run);
  return { kind: 'new', run, controls, acceptedAt };
}

/** How long a run still counts as watched through other servers: itself, or its comparison. */
async function otherServersMs(runId: string, cell: ComparisonCell | undefined): Promise<number> {
  const topics = [runTopic(runId), ...(cell ? [`comparison:${cell.comparisonId}`] : [])];
  return Math.max(...(await Promise.all(topics.map(watchedElsewhereMs))));
}

function execute(
  run: LiveRun,
  controls: LiveRunControls,
  { target, price }: Stored,
  context: { input: StartRunInput; acceptedAt: number; registry: RunRegistry; options: EngineOptions },
): void {
  const { input, acceptedAt, registry, options } = context;
  const over = async (executed: Executed): Promise<void> => {
    if (typeof executed === 'object') {
      saveLater(run, { save: executed.saveEnd, onSaved: () => over('saved') }, registry);
      return controls.markSettled(false);
    }
    await countEndedRun(run);
    controls.markSettled(true);
    // One that was taken back must not be found by the request that starts it again.
    if (executed === 'taken_back') registry.remove(run);
    else registry.retire(run);
  };
  logWriter()?.copy(run.identity.runId, run.log);
  executeRun({
    run,
    request: input.request,
    retries: input.retries ?? null,
    transport: (options.transportFor ?? transportFor)(target),
    price,
    secrets: secretsIn(target),
    acceptedAt,
    onDerived: () => registry.weigh(run),
    isStillOwner: () => processLease().isStillOwner(run.identity.runId),
    ...(input.earlier && { earlier: input.earlier }),
    takeBack: input.takeBack,
    ...options.execution,
  }).then(over);
}

interface Stored {
  readonly target: UpstreamTarget;
  readonly price: () => Price | null;
}

/**
 * The row is inserted before the upstream is called: whatever happens after that, the run is in the history.
 */
async function storeRun(input: StartRunInput, run: LiveRun): Promise<Stored | { existing: string }> {
  const target = await resolveConnection(input.userId, input.connectionId);
  const { request } = input;
  const checked = checkRun(
    { request, ...(input.retries && { retries: input.retries }) },
    rulesOfKind(target.kind),
  );
  if (!checked.ok) throw refusedField(checked.issues[0]);
  const price = await startPricing(input.userId, target, request.model);
  await processLease().ensure();
  const inserted = await insertRunInSpace({
    id: run.identity.runId,
    userId: input.userId,
    source: input.source ?? 'playground',
    sourceName: input.sourceName ?? null,
    connectionId: target.id,
    connectionName: target.name,
    model: request.model,
    request,
    retries: input.retries ?? null,
    idempotencyKey: input.idempotencyKey,
    idempotencyHash: run.idempotencyHash,
    ...(await originToStore(input, target.name)),
    processId: processId(),
    choiceCount: run.identity.choiceCount,
    promptPreview: promptPreview(request.prompt),
    comparisonId: input.comparisonCell?.comparisonId ?? null,
    cell: input.comparisonCell?.cell ?? null,
    suggestion: input.suggestion,
  });
  if (inserted.ok) return { target, price };
  // The account was deleted while its last request was under way.
  if (inserted.reason === 'no_user') throw new AppError('not_signed_in');
  if (inserted.existing.idempotencyHash !== run.idempotencyHash) throw mismatch();
  return { existing: inserted.existing.id };
}

/** A bound that only this kind of server has; the others were checked with the body. */
function refusedField(issue: RequestIssue | undefined): AppError {
  return new AppError('invalid_request', {
    message: issue?.message,
    param: issue?.param,
  });
}

/** The start request belongs to an earlier run, which this process does not hold. */
class StoredBefore extends Error {
  readonly runId: string;

  constructor(runId: string) {
    super('duplicate start request');
    this.runId = runId;
  }
}

async function join(run: LiveRun, idempotencyHash: string): Promise<StartedRun> {
  if (run.idempotencyHash !== idempotencyHash) throw mismatch();
  try {
    await run.stored;
  } catch (error) {
    if (error instanceof StoredBefore) return { kind: 'stored', runId: error.runId };
    throw error;
  }
  return { kind: 'live', run, joined: true };
}

function mismatch(): AppError {
  return new AppError('idempotency_mismatch', { param: 'idempotencyKey' });
}

/** A hash of everything that decides what a run does. The order of fields does not matter. */
export function contentHash({
  connectionId,
  request,
  retries,
  parentId,
  branch,
  background,
  suggestion,
}: Omit<StartRun, 'idempotencyKey'>): string {
  const content = {
    connectionId,
    request,
    retries,
    parentId,
    branch,
    background: background ?? false,
    suggestion,
  };
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
