// A completions server on loopback that writes numbered tokens at a fixed pace, each with its send time. Time
// is CLOCK_MONOTONIC in microseconds, the same in all processes of a machine.
import http from 'node:http';
import { nowMicros } from './stamp.mjs';

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench', object: 'model' }] }));
    return;
  }
  const { max_tokens: count = 200, user = '20' } = JSON.parse(body);
  const pace = Number(user);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const begun = performance.now();
  const tick = () => {
    if (response.destroyed) return;
    write(response, `${sent}@${nowMicros()} `, null);
    sent += 1;
    if (sent < count) setTimeout(tick, Math.max(0, begun + sent * pace - performance.now()));
    else {
      write(response, '', 'stop');
      response.end('data: [DONE]\n\n');
    }
  };
  tick();
});

function write(response, text, finishReason) {
  const choices = [{ text, index: 0, logprobs: null, finish_reason: finishReason }];
  const chunk = { id: 'cmpl-bench', object: 'text_completion', created: 1, model: 'bench', choices };
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
