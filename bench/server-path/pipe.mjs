// The floor: a proxy that only passes bytes on.
import http from 'node:http';

const target = process.argv[2];
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const server = http.createServer((request, response) => {
  const upstream = http.request(
    `${target}${request.url}`,
    { method: request.method, headers: request.headers, agent },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
