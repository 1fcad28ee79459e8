import { expect, it } from 'vitest';
import * as claim from '@/app/api/account/claim/route';
import * as account from '@/app/api/account/route';
import * as startComparison from '@/app/api/comparisons/[comparisonId]/start/route';
import * as comparisons from '@/app/api/comparisons/route';
import * as connection from '@/app/api/connections/[connectionId]/route';
import * as connections from '@/app/api/connections/route';
import * as testDraft from '@/app/api/connections/test/route';
import * as document from '@/app/api/documents/[documentId]/route';
import * as documentSteps from '@/app/api/documents/[documentId]/steps/route';
import * as preset from '@/app/api/presets/[presetId]/route';
import * as presets from '@/app/api/presets/route';
import * as runs from '@/app/api/runs/route';
import * as share from '@/app/api/shares/[shareId]/route';
import * as sharePreview from '@/app/api/shares/preview/route';
import * as shares from '@/app/api/shares/route';
import type { RouteHandler } from '@/lib/accounts/server/route';
import { readRefusal } from '@/lib/platform/model/error-body';
import { callRoute, captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';

const targets: [string, RouteHandler][] = [
  ['POST', account.POST],
  ['PATCH', account.PATCH],
  ['DELETE', account.DELETE],
  ['POST', claim.POST],
  ['POST', connections.POST],
  ['POST', testDraft.POST],
  ['PATCH', connection.PATCH],
  ['POST', presets.POST],
  ['PUT', preset.PUT],
  ['POST', runs.POST],
  ['POST', shares.POST],
  ['POST', sharePreview.POST],
  ['PATCH', share.PATCH],
  ['POST', comparisons.POST],
  ['POST', startComparison.POST],
  ['PATCH', document.PATCH],
  ['POST', documentSteps.POST],
];

const fields = [
  'email',
  'password',
  'name',
  'practicePace',
  'confirm',
  'kind',
  'baseUrl',
  'key',
  'isDefault',
  'model',
  'settings',
  'request',
  'idempotencyKey',
  'connectionId',
  'branch',
  'runId',
  'include',
  'redactions',
  'expiresAt',
  'plan',
  'cells',
  'title',
  'nodes',
  'head',
  'since',
  'unheardOf',
];
const values = [
  'null',
  '0',
  '-1',
  '1e999',
  '1.5',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"x"',
  'true',
  '[]',
  '{}',
  '[[[[[[]]]]]]',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{}}}',
  '{"toString":1}',
  `"${'long '.repeat(2000)}"`,
  '"http://[::1"',
  '"https://user@one.example"',
  '"javascript:alert(1)"',
];
const whole = [
  '',
  'null',
  '[]',
  '1',
  '"text"',
  '{',
  '{"a":}',
  '{"a":1,}',
  '\ufeff{}',
  '{}{}',
  'NaN',
  `${'['.repeat(60_000)}`,
];
const ids = [
  '',
  '%',
  '../..',
  'a\0b',
  '\ud800',
  'x'.repeat(65),
  'x'.repeat(5000),
  "' OR 1=1 --",
  '00000000-0000-0000-0000-000000000000',
];

describeApi('malformed requests', () => {
  it('are all refused with a reason, and none is a fault of the server', async () => {
    const logs = captureLogs();
    try {
      const { cookie } = await newVisitor();
      const odd = fields.flatMap((field) => values.map((value) => `{"${field}":${value}}`));
      for (const [turn, [method, handler]] of targets.entries()) {
        // Each route gets a different quarter of the odd bodies: all of them on every route would take a
        // minute.
        const bodies = [...whole, ...odd.filter((_body, index) => index % 4 === turn % 4)];
        for (const [index, body] of bodies.entries()) {
          const id = ids[index % ids.length] ?? '';
          const params = { connectionId: id, presetId: id, comparisonId: id, shareId: id, documentId: id };
          const answer = await callRoute(handler, { method, cookie, body, params });
          const what = `${method} ${body.slice(0, 80)} → ${answer.status} ${answer.text.slice(0, 200)}`;
          // A few of these bodies are valid for a few routes (a name for PATCH /api/account).
          if (answer.status < 400) continue;
          expect(answer.status, what).toBeLessThan(500);
          expect(readRefusal(answer.json)?.message.length, what).toBeGreaterThan(5);
          expect(answer.text, what).not.toMatch(/ at .*\.(ts|js):\d/);
        }
      }
      expect(logs.lines().filter((line) => line.level === 'error')).toEqual([]);
    } finally {
      logs.stop();
    }
  });
});
