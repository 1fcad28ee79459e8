import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureLogs } from '@/lib/testing/call-route';
import { describeError, logger } from './log';

const secret = 'canary-77aa55cc';
let logs: ReturnType<typeof captureLogs>;
let level: string;

beforeEach(() => {
  logs = captureLogs();
  level = logger.level;
  logger.level = 'trace';
});
afterEach(() => {
  logger.level = level;
  logs.stop();
});

it.each([
  { key: secret },
  { password: secret },
  { prompt: secret },
  { connection: { sealedKey: secret, apiKey: secret } },
  { headers: { authorization: secret, cookie: secret, 'set-cookie': secret } },
  { request: { headers: { authorization: secret } } },
  { run: { request: { prompt: secret, suffix: secret } } },
  { choice: { text: secret } },
])('strikes out %j', (fields) => {
  logger.info(fields, 'line');
  expect(logs.text()).toContain('[redacted]');
  expect(logs.text()).not.toContain(secret);
});

it('writes one JSON object a line, with level and time', () => {
  logger.child({ requestId: 'req_1' }).warn({ status: 500 }, 'something');
  expect(logs.lines()).toMatchObject([{ level: 'warn', requestId: 'req_1', status: 500, msg: 'something' }]);
  expect(logs.lines()[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT/);
});

it('keeps of a Prisma error what helps, not the query’s arguments', () => {
  const error = new Error(
    `\nInvalid \`db.run.create()\` invocation:\n{ data: { prompt: "${secret}" } }\nArgument is missing.`,
  );
  error.name = 'PrismaClientValidationError';
  logger.error({ err: error }, 'failed');
  expect(logs.text()).not.toContain(secret);
  expect(logs.lines()[0]).toMatchObject({
    err: { type: 'PrismaClientValidationError', message: 'Argument is missing.' },
  });
});

it('masks keys in errors and their causes, and keeps the frames', () => {
  const error = new Error(`bad key sk-${secret}0000`, { cause: new Error(`Bearer ${secret}`) });
  const described = describeError(error);
  expect(JSON.stringify(described)).not.toContain(secret);
  expect(described.stack).toEqual(expect.arrayContaining([expect.stringContaining('log.test.ts')]));
  expect(describeError('a text')).toEqual({ message: 'a text' });
});
