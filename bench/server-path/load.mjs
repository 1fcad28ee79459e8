// Opens many streams at once and records how long each token was on the way.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { nowMicros } from './stamp.mjs';

/** A text in an event. The emitter's texts have nothing that JSON escapes. */
const TEXT = /"text":"([^"]*)"/g;
const TOKEN = /(\d+)@(\d+) /g;

/**
 * @param {(index: number) => { url: string, headers: Record<string, string>, body: string }} requestOf
 * @param {number} streams opened at once
 * @param {number} tokens that each stream must bring
 * @param {(runId: string, headers: Record<string, string>) => void} [onRun] called when a server names its run
 */
export async function runLoad(requestOf, streams, tokens, onRun) {
  const agent = new http.Agent({ keepAlive: false });
  const started = performance.now();
  const results = await Promise.all(
    Array.from({ length: streams }, (_, index) => oneStream(requestOf(index), agent, onRun)),
  );
  const seconds = (performance.now() - started) / 1000;
  const whole = results.filter((result) => result.inOrder && result.lags.length === tokens);
  return {
    seconds,
    tokens: results.reduce((sum, result) => sum + result.lags.length, 0),
    lost: streams - whole.length,
    errors: [...new Set(results.map((result) => result.error).filter(Boolean))].slice(0, 3),
    /** Of all token numbers in order of arrival: equal hashes mean equal text. */
    hash: createHash('sha256')
      .update(results.map((result) => result.order).join('|'))
      .digest('hex')
      .slice(0, 12),
    firstTokenMs: results.map((result) => result.firstTokenMs),
    firstLags: results.map((result) => result.lags[0]).filter((lag) => lag !== undefined),
    laterLags: results.flatMap((result) => result.lags.slice(1)),
  };
}

function oneStream({ url, headers, body }, agent, onRun) {
  return new Promise((resolve) => {
    const result = { lags: [], order: '', inOrder: true, firstTokenMs: Number.NaN, error: '' };
    const started = nowMicros();
    let events = '';
    let rest = '';
    const done = () => resolve(result);
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      response.setEncoding('utf8');
      if (response.statusCode !== 200) result.error = `status ${response.statusCode}`;
      const runId = response.headers['x-run-id'];
      if (runId) onRun?.(String(runId), headers);
      response.on('data', (text) => {
        const now = nowMicros();
        // Whole lines only; a token may come in two events, where its end could have begun a key to mask.
        events += text;
        const whole = events.lastIndexOf('\n') + 1;
        for (const [, piece] of events.slice(0, whole).matchAll(TEXT)) rest += piece;
        events = events.slice(whole);
        let end = 0;
        for (const match of rest.matchAll(TOKEN)) {
          if (result.lags.length === 0) result.firstTokenMs = (now - started) / 1000;
          if (Number(match[1]) !== result.lags.length) result.inOrder = false;
          result.lags.push((now - Number(match[2])) / 1000);
          result.order += `${match[1]},`;
          end = match.index + match[0].length;
        }
        rest = rest.slice(end);
      });
      response.on('end', done);
      response.on('error', (error) => {
        result.error = String(error);
        done();
      });
    });
    request.on('error', (error) => {
      result.error = String(error);
      done();
    });
    request.end(body);
  });
}
