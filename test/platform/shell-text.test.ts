import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Chart, Duration } from 'cdk8s';
import { AppImage, AutoscalingApp, ClusterProfile, Exposure, ScalableWebApp, SiegeLoadPod } from '../../lib';
import { OutsideAddress } from '../../lib/platform';
import { EVIL_STRINGS } from '../support/evil-strings';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shell-text-'));
  // What is called tells its arguments, one a line, and does nothing.
  for (const program of ['curl', 'kubectl', 'minikube']) {
    fs.writeFileSync(path.join(folder, program), `#!/bin/sh\nprintf '[%s]\\n' ${program} "$@"\n`, { mode: 0o755 });
  }
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

/** The arguments that programs get, where somebody pastes these lines. */
function pasted(text: string): string[] {
  const env = { PATH: `${folder}:${process.env.PATH}`, node: '192.0.2.1' };
  const output = execFileSync('sh', ['-eu', '-c', text], { cwd: folder, env, encoding: 'utf8' });
  expect(fs.readdirSync(folder).sort()).toEqual(['curl', 'kubectl', 'minikube']); // nothing else ran
  return output.trimEnd().slice(1, -1).split(']\n[');
}

/** Paths that a URL may have: no NUL, which no argument has, and nothing that the URL itself would change. */
const PATHS = EVIL_STRINGS.filter((text) => !text.includes('\u0000') && !/\p{Cs}/u.test(text)).map(
  (text) => `/${text}`,
);

function appFor(cluster: ClusterProfile): Chart {
  return new Chart(new AutoscalingApp({ cluster }), 'shop', { namespace: 'shop' });
}

test.each(PATHS)('curl gets the path %j as one argument, with the variables of the address', (at) => {
  for (const cluster of [ClusterProfile.kind(), ClusterProfile.kubeadm()]) {
    const service = { name: 'web', type: 'NodePort', metadata: {}, ports: [{ port: 80, nodePort: 30080 }] };
    const address = OutsideAddress.ofService(appFor(cluster), service);
    const host = cluster.name === 'kind' ? 'localhost' : '192.0.2.1';
    const encoded = at.replace(/[\p{Cc}\s]/gu, encodeURIComponent);
    expect(pasted(address.curl({ path: at, host: at }))).toEqual([
      ...['curl', '--header', ...`Host: ${at}`.split(']\n[')],
      `http://${host}:30080${encoded}`,
    ]);
  }
});

test('names of Services are words, too', () => {
  const service = {
    name: 'web; touch pwned',
    type: 'ClusterIP',
    metadata: { namespace: '$(id)' },
    ports: [{ port: 80 }],
  };
  const [line = ''] = OutsideAddress.ofService(appFor(ClusterProfile.generic()), service).preparation;
  expect(pasted(line)).toEqual(['kubectl', '--namespace=$(id)', 'port-forward', 'service/web; touch pwned', '8080:80']);
});

test('siege gets its target as one argument', () => {
  const chart = appFor(ClusterProfile.kind());
  const web = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo() });
  const line = new SiegeLoadPod(chart, 'siege').execCommand({
    target: web.endpoint({ path: '/search?a=1&b=$(touch%20pwned)' }),
    concurrency: 1,
    time: Duration.seconds(5),
  });
  const words = pasted(line);
  expect(words.slice(0, 6)).toEqual(['kubectl', '--namespace=shop', 'exec', 'siege', '--', 'siege']);
  expect(words.at(-1)).toMatch(/^http:\/\/web\.shop.*\/search\?a=1&b=\$\(touch%20pwned\)$/);
});

test('the page of an image is one argument of the instructions', () => {
  const app = new AutoscalingApp({ cluster: ClusterProfile.kind() });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ScalableWebApp(chart, 'web', {
    image: AppImage.of('registry.example/web:1', { port: 8080, uid: 10001, page: '/$(touch pwned)\ntouch pwned' }),
    exposure: Exposure.nodePort(30080),
  });
  const commands = app.instructions().replace(/^shop$/m, '');
  expect(pasted(commands)).toEqual(['curl', 'http://localhost:30080/$(touch%20pwned)%0Atouch%20pwned']);
});
