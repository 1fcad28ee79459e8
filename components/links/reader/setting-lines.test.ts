import { expect, it } from 'vitest';
import { settingLines } from './setting-lines';

it('settings are listed in the order of the sidebar, formatted, and none is lost', () => {
  const lines = settingLines({
    top_a: 40,
    stream: false,
    stop: ['\n\n', 'END '],
    temperature: 0,
    suffix: 'a long text',
    logit_bias: { '50256': -100 },
    stream_options: { include_usage: true },
    retries: { strategy: 'backoff' },
    seed: null,
  });
  expect(lines.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Temperature: 0',
    'Stop: ↵↵  END␣',
    'Suffix: below the output',
    'Logit bias: 50256: −100',
    'Stream: off',
    'Usage in stream: on',
    'Retries: {"strategy":"backoff"}',
    'top_a: 40',
  ]);
});
