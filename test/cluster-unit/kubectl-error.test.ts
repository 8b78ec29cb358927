import { KubectlError } from '../../lib/cluster';

test.each<[string, string, string]>([
  [
    'error: context "prod" does not exist',
    'There is no context "prod" in the kubeconfig.',
    'kubectl config get-contexts',
  ],
  [
    'Error in configuration: context was not found for specified context: prod',
    'There is no context "prod" in the kubeconfig.',
    'kubectl config get-contexts',
  ],
  [
    'error: stat /home/eve/none: no such file or directory',
    'The kubeconfig /home/eve/none does not exist.',
    '--kubeconfig',
  ],
  [
    'error: error loading config file "/home/eve/c": yaml: line 3: did not find expected node content',
    'The kubeconfig /home/eve/c cannot be read: yaml: line 3: did not find expected node content.',
    'kubectl config view',
  ],
  [
    'Unable to connect to the server: getting credentials: exec: executable gke-gcloud-auth-plugin not found',
    'The login program gke-gcloud-auth-plugin of this context is not installed.',
    'Log in again',
  ],
  [
    'Unable to connect to the server: getting credentials: exec: "aws": executable file not found in $PATH',
    'The login program aws of this context is not installed.',
    'Log in again',
  ],
  [
    'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255',
    'The login program aws of this context failed.',
    'Log in again',
  ],
  [
    'error: You must be logged in to the server (the server has asked for the client to provide credentials)',
    'The API server does not accept your login: it has expired, or belongs to another cluster.',
    'kubectl auth whoami',
  ],
  [
    'error: Unauthorized',
    'The API server does not accept your login: it has expired, or belongs to another cluster.',
    'kubectl auth whoami',
  ],
  [
    'Unable to connect to the server: x509: certificate signed by unknown authority',
    'The certificate of the API server is not accepted: certificate signed by unknown authority.',
    'Fetch the kubeconfig',
  ],
  [
    'Unable to connect to the server: tls: failed to verify certificate',
    'The certificate of the API server is not accepted: failed to verify certificate.',
    'Fetch the kubeconfig',
  ],
  [
    'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
    'kubectl does not know of any cluster.',
    '--kubeconfig or KUBECONFIG',
  ],
  ['error: current-context is not set', 'kubectl does not know of any cluster.', '--kubeconfig or KUBECONFIG'],
  [
    'Unable to connect to the server: dial tcp: lookup shop.example on 10.0.0.2:53: no such host',
    'The API server does not answer: dial tcp: lookup shop.example on 10.0.0.2:53: no such host.',
    'kubectl get --raw /readyz',
  ],
  [
    'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?',
    'The API server does not answer: 10.0.0.1:6443 refuses the connection.',
    'kubectl get --raw /readyz',
  ],
  [
    'Get "https://10.0.0.1:6443/api": net/http: TLS handshake timeout',
    'The API server does not answer: net/http: TLS handshake timeout.',
    'kubectl get --raw /readyz',
  ],
  [
    'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "shop"',
    'You may not list pods in namespace shop.',
    'Ask whoever administers the cluster',
  ],
  ['error: the flag --unix-socket is not known', 'the flag --unix-socket is not known', 'kubectl version'],
  ['', 'kubectl failed without a word.', 'kubectl version'],
])('%s', (said, what, fix) => {
  const error = KubectlError.of(said);
  expect(error.name).toBe('InputError');
  expect(error.message.split('\n')[0]).toBe(what);
  expect(error.message).toMatch(/\n {4}why: .+\n {4}fix: /);
  expect(error.message).toContain(fix);
  expect(error.said).toBe(said);
});

test('a kubectl that is not there, one that may not run, one that is silent and one that floods are told apart', () => {
  const missing = Object.assign(new Error('spawn kubectl ENOENT'), { code: 'ENOENT' });
  const forbidden = Object.assign(new Error('spawn kubectl EACCES'), { code: 'EACCES' });
  expect(KubectlError.ofStart(missing).message).toContain('There is no kubectl.');
  expect(KubectlError.ofStart(forbidden).message).toContain('kubectl cannot be started: spawn kubectl EACCES.');
  expect(KubectlError.ofSilence(['get', 'pods'], 60).message).toContain('kubectl get did not end within 60 s.');
  expect(KubectlError.ofFlood(['get'], 2 ** 28).message).toContain('kubectl get printed more than 256 MiB.');
});
