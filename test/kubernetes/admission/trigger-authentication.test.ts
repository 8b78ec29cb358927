import { triggerAuthenticationRefusals } from '../../../lib/kubernetes/admission';

/** What is refused in an authentication, by its fields. */
function refused(spec: object, { keda = '2.20', kind = 'TriggerAuthentication' } = {}): string[] {
  return [...triggerAuthenticationRefusals({ kind, spec }, { kubernetes: '1.36', keda })].map(
    ({ field, what }) => `${field}: ${what}`,
  );
}

const CLIENT = { type: 'clientCredentials', clientId: 'keda', tokenUrl: 'https://login.example.com/token' };
const VAULT = { address: 'https://vault:8200', authentication: 'kubernetes', mount: 'kubernetes', role: 'keda' };
const AUTHORITY = { provider: 'azure-workload', identityAuthorityHost: 'https://login.example.com' };
const BOTH = { provider: 'aws', roleArn: 'arn:aws:iam::123456789012:role/queues', identityOwner: 'workload' };

test.each<[object]>([
  [{ secretTargetRef: [{ parameter: 'host', name: 'rabbitmq', key: 'url' }] }],
  [{ podIdentity: { provider: 'gcp', identityId: '' } }],
  [{ podIdentity: { provider: 'azure-workload', identityId: null } }],
  [{ podIdentity: { ...AUTHORITY, identityTenantId: 't' } }],
  [{ podIdentity: { provider: 'aws', roleArn: BOTH.roleArn, externalID: 'x' } }],
  [{ podIdentity: { ...BOTH, roleArn: '' } }],
  [{ oauth2: CLIENT }],
  [{ oauth2: { ...CLIENT, tokenUrl: 'HTTP://login' } }],
  [{ podIdentity: { provider: 'gcp' }, oauth2: { ...CLIENT, tokenUrl: 'login' } }],
  [{ hashiCorpVault: VAULT }],
  [{ hashiCorpVault: { ...VAULT, credential: { serviceAccountName: 'keda' } } }],
  [{ hashiCorpVault: { address: 'https://vault:8200', authentication: 'token' } }],
])('takes %j', (spec) => {
  expect(refused(spec)).toEqual([]);
});

test.each<[object, string]>([
  [
    { podIdentity: { provider: 'azure-workload', identityId: '' } },
    'spec.podIdentity.identityId: the identityId of its pod identity is empty',
  ],
  [
    { podIdentity: { provider: 'azure-workload', identityTenantId: '' } },
    'spec.podIdentity.identityTenantId: the identityTenantId of its pod identity is empty',
  ],
  [{ podIdentity: AUTHORITY }, 'spec.podIdentity.identityTenantId: its pod identity has the identityAuthorityHost'],
  [{ podIdentity: BOTH }, 'spec.podIdentity.roleArn: its pod identity has the roleArn'],
  [
    { podIdentity: { provider: 'aws', externalID: 'x' } },
    'spec.podIdentity.externalID: its pod identity has the externalID "x" without a roleArn',
  ],
  [{ oauth2: { ...CLIENT, clientId: '' } }, 'spec.oauth2.clientId: the clientId of its oauth2 is empty'],
  [{ oauth2: { ...CLIENT, tokenUrl: '' } }, 'spec.oauth2.tokenUrl: the tokenUrl of its oauth2 is empty'],
  [{ oauth2: { ...CLIENT, tokenUrl: 'ftp://a' } }, 'spec.oauth2.tokenUrl: the tokenUrl "ftp://a" of its oauth2'],
  [
    { podIdentity: { provider: 'aws' }, oauth2: { ...CLIENT, tokenUrl: 'https:///token' } },
    'spec.oauth2.tokenUrl: the tokenUrl "https:///token" of its oauth2',
  ],
  [{ filePath: 'a.json' }, 'spec.filePath: it has the filePath "a.json", which KEDA reads of a ClusterTriggerAuth'],
  [{ hashiCorpVault: { ...VAULT, mount: '' } }, 'spec.hashiCorpVault.mount: it logs in to Vault by Kubernetes, and'],
  [{ hashiCorpVault: { ...VAULT, role: null } }, 'spec.hashiCorpVault.role: it logs in to Vault by Kubernetes, and'],
  [{ hashiCorpVault: { ...VAULT, credential: {} } }, 'spec.hashiCorpVault.credential: it logs in to Vault'],
])('refuses %j', (spec, what) => {
  expect(refused(spec)).toEqual([expect.stringContaining(what)]);
});

test('a file is read for the cluster-wide kind, from below the folder of the operator', () => {
  const kind = 'ClusterTriggerAuthentication';
  expect(refused({ filePath: 'queues/rabbitmq.json' }, { kind })).toEqual([]);
  for (const filePath of ['/etc/rabbitmq.json', '../rabbitmq.json']) {
    expect(refused({ filePath }, { kind })).toEqual([expect.stringContaining('is not below the folder')]);
  }
  expect(refused({ filePath: 'a.json' }, { keda: '2.18' })).toEqual([]); // an unknown field, which its definition tells
});

test('each release refuses what its webhook looks at', () => {
  const empty = { podIdentity: { provider: 'azure', identityId: '' } };
  expect(refused(empty, { keda: '2.11' })).toEqual([]);
  expect(refused(empty, { keda: '2.14' })).toHaveLength(1);
  expect(refused(empty, { keda: '2.15' })).toEqual([]);
  expect(refused({ podIdentity: BOTH }, { keda: '2.12' })).toEqual([]);
  expect(refused({ podIdentity: BOTH }, { keda: '2.13' })).toHaveLength(1);
  expect(refused({ podIdentity: AUTHORITY }, { keda: '2.13' })).toEqual([]);
  expect(refused({ podIdentity: { provider: 'aws', externalID: 'x' } }, { keda: '2.19' })).toEqual([]);
  expect(refused({ oauth2: { ...CLIENT, tokenUrl: 'login' } }, { keda: '2.19' })).toEqual([]);
});

describe('a service principal of Azure', () => {
  const IN_SECRET = { valueFrom: { secretKeyRef: { name: 'azure', key: 'x' } } };
  const PRINCIPAL = { tenantId: 't', clientId: 'c', clientSecret: IN_SECRET };
  const told = (principal: object, keda = '2.21') => refused({ azureServicePrincipal: principal }, { keda });

  test.each<[object]>([
    [PRINCIPAL],
    [{ ...PRINCIPAL, cloud: 'AzureChinaCloud' }],
    [{ ...PRINCIPAL, cloud: 'private', activeDirectoryEndpoint: 'https://login.example.com' }],
    [{ tenantId: 't', clientId: 'c', clientCertificate: IN_SECRET, clientCertificatePassword: IN_SECRET }],
  ])('%j is taken', (principal) => {
    expect(told(principal)).toEqual([]);
  });

  test.each<[object, string]>([
    [{ ...PRINCIPAL, tenantId: '' }, '.tenantId: its azureServicePrincipal has an empty tenantId'],
    [{ ...PRINCIPAL, clientCertificate: IN_SECRET }, '.clientSecret: its azureServicePrincipal has both'],
    [{ tenantId: 't', clientId: 'c' }, ': its azureServicePrincipal has neither clientSecret nor clientCertificate'],
    [
      { ...PRINCIPAL, clientCertificatePassword: IN_SECRET },
      '.clientCertificatePassword: its azureServicePrincipal has',
    ],
    [{ ...PRINCIPAL, cloud: 'Private' }, '.activeDirectoryEndpoint: its azureServicePrincipal is of a private cloud'],
    [
      { ...PRINCIPAL, activeDirectoryEndpoint: 'https://a' },
      '.activeDirectoryEndpoint: its azureServicePrincipal has an',
    ],
  ])('%j is refused', (principal, what) => {
    expect(told(principal)).toEqual([expect.stringContaining(`spec.azureServicePrincipal${what}`)]);
  });

  test('is judged before an identity that ends the webhook, and not by a KEDA that does not know it', () => {
    const spec = { azureServicePrincipal: { tenantId: 't', clientId: 'c' }, podIdentity: { provider: 'gcp' } };
    expect(refused(spec, { keda: '2.21' })).toHaveLength(1);
    expect(refused(spec, { keda: '2.20' })).toEqual([]);
  });
});
