import * as fs from 'node:fs';
import * as http from 'node:http';
import { setInterval } from 'node:timers';

/*
 * What stands in for kubectl: it hands its arguments and its input to the test that started it, and says what that answers. As a proxy it leads
 * to the test's own server.
 */

const server = process.env.FAKE_CLUSTER;
const args = process.argv.slice(2);
const socket = args.find((arg) => arg.startsWith('--unix-socket='))?.slice('--unix-socket='.length);
const input = args.includes('--filename=-') ? fs.readFileSync(0, 'utf8') : '';

const request = http.request({ socketPath: server, path: '/kubectl', method: 'POST' }, (answer) => {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk) => (text += chunk));
  answer.on('end', () => {
    const { code, stdout, stderr, hangs } = JSON.parse(text);
    process.stderr.write(stderr);
    if (socket !== undefined && code === 0) {
      fs.symlinkSync(server, socket);
      process.stdout.write(`Starting to serve on ${socket}\n`);
      setInterval(() => undefined, 1000);
    } else if (hangs) setInterval(() => undefined, 1000);
    else process.stdout.write(stdout, () => process.exit(code));
  });
});
request.end(JSON.stringify({ args, input }));
