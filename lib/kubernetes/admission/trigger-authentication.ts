import { at, optionalFields, show, text, type Fields } from '../fields';
import { nonEmpty } from '../scalar';
import { hasKeda, webhookRefuses } from './keda-servers';
import { type Refusal, type Servers } from './refusal';

/** The release since which a webhook of KEDA's judges authentications. */
const JUDGED_SINCE = '2.12';
const IDENTITY = 'spec.podIdentity';
const PRINCIPAL = 'azureServicePrincipal';

/**
 * What KEDA's webhook refuses in a TriggerAuthentication or a ClusterTriggerAuthentication, and what its operator fails on in one. What its
 * definition refuses, a schema tells.
 *
 * @see https://keda.sh/docs/latest/concepts/authentication/
 */
export function* triggerAuthenticationRefusals(manifest: Fields, servers: Servers): Iterable<Refusal> {
  const kind = text(manifest, 'kind') ?? 'TriggerAuthentication';
  const why = webhookRefuses(kind);
  if (hasKeda(servers, '2.21')) yield* principalRefusals(optionalFields(manifest, 'spec', PRINCIPAL), why);
  if (hasKeda(servers, JUDGED_SINCE)) yield* identityRefusals(at(manifest, 'spec', 'podIdentity'), why, servers);
  if (hasKeda(servers, '2.20') && !hidesOAuth2(manifest)) yield* oauth2Refusals(at(manifest, 'spec', 'oauth2'), why);
  yield* fileRefusals(manifest, kind, servers);
  yield* vaultRefusals(at(manifest, 'spec', 'hashiCorpVault'));
}

/** @see https://github.com/kedacore/keda/blob/v2.21.0/apis/keda/v1alpha1/triggerauthentication_webhook.go (validateAzureServicePrincipal) */
function* principalRefusals(principal: Fields | undefined, why: string): Iterable<Refusal> {
  if (!principal) return;
  const refusal = (field: string, what: string, fix: string, said: string): Refusal => ({
    field: `spec.${PRINCIPAL}${field === '' ? '' : `.${field}`}`,
    what: `its ${PRINCIPAL} ${what}`,
    ...{ why, fix },
    said: `${PRINCIPAL}${said}`,
  });
  for (const field of ['tenantId', 'clientId']) {
    if (text(principal, field) !== '') continue;
    yield refusal(field, `has an empty ${field}`, `Give ${field} a value.`, `.${field} is required when ${PRINCIPAL} is configured`); // prettier-ignore
  }
  const [secret, certificate, password] = ['clientSecret', 'clientCertificate', 'clientCertificatePassword'].map(
    (field) => optionalFields(principal, field) !== undefined,
  );
  if (secret && certificate) {
    yield refusal('clientSecret', 'has both clientSecret and clientCertificate', 'Leave one of them out.', `.clientSecret and ${PRINCIPAL}.clientCertificate are mutually exclusive`); // prettier-ignore
  } else if (!secret && !certificate) {
    yield refusal('', 'has neither clientSecret nor clientCertificate', 'Add one of them.', ' requires either clientSecret or clientCertificate'); // prettier-ignore
  }
  if (password && !certificate) {
    yield refusal('clientCertificatePassword', 'has clientCertificatePassword without clientCertificate', 'Add clientCertificate, or remove its password.', '.clientCertificatePassword requires clientCertificate'); // prettier-ignore
  }
  const isPrivate = text(principal, 'cloud')?.toLowerCase() === 'private';
  const endpoint = nonEmpty(at(principal, 'activeDirectoryEndpoint'));
  if (isPrivate && endpoint === undefined) {
    yield refusal('activeDirectoryEndpoint', 'is of a private cloud, and has no activeDirectoryEndpoint', 'Add activeDirectoryEndpoint.', '.activeDirectoryEndpoint is required when cloud is Private'); // prettier-ignore
  } else if (!isPrivate && endpoint !== undefined) {
    yield refusal('activeDirectoryEndpoint', 'has an activeDirectoryEndpoint, and is not of a private cloud', 'Remove it, or set cloud: Private.', '.activeDirectoryEndpoint can only be set when cloud is Private'); // prettier-ignore
  }
}

function identityRefusals(identity: unknown, why: string, servers: Servers): Iterable<Refusal> {
  const provider = text(identity, 'provider');
  if (provider === 'azure-workload' || (provider === 'azure' && !hasKeda(servers, '2.15'))) {
    return azureRefusals(identity, why, servers);
  }
  return provider === 'aws' ? awsRefusals(identity, why, servers) : [];
}

function* azureRefusals(identity: unknown, why: string, servers: Servers): Iterable<Refusal> {
  const empty = (field: string): Refusal => ({
    field: `${IDENTITY}.${field}`,
    what: `the ${field} of its pod identity is empty`,
    why,
    fix: 'Leave it out, or give it a value.',
    said: `${field} of PodIdentity should not be empty. If it's set, ${field} has to be different than ""`,
  });
  if (text(identity, 'identityId') === '') yield empty('identityId');
  if (!hasKeda(servers, '2.14')) return;
  const tenant = text(identity, 'identityTenantId');
  const authority = nonEmpty(at(identity, 'identityAuthorityHost'));
  if (authority === undefined) {
    if (tenant === '') yield empty('identityTenantId');
  } else if ((tenant ?? '') === '') {
    yield {
      field: `${IDENTITY}.identityTenantId`,
      what: `its pod identity has the identityAuthorityHost ${show(authority)} without an identityTenantId`,
      why,
      fix: 'Add identityTenantId.',
      said: 'identityTenantID of PodIdentity should not be nil or empty when identityAuthorityHost of PodIdentity is set',
    };
  }
}

function* awsRefusals(identity: unknown, why: string, servers: Servers): Iterable<Refusal> {
  if (!hasKeda(servers, '2.13')) return; // which has no such provider
  const role = nonEmpty(at(identity, 'roleArn'));
  if (role !== undefined && text(identity, 'identityOwner') === 'workload') {
    yield {
      field: `${IDENTITY}.roleArn`,
      what: `its pod identity has the roleArn ${show(role)} and identityOwner workload, whose own role it is`,
      why,
      fix: 'Remove roleArn, or set identityOwner: keda.',
      said: "roleArn of PodIdentity can't be set if KEDA isn't identityOwner",
    };
  }
  const external = nonEmpty(at(identity, 'externalID'));
  if (external === undefined || role !== undefined || !hasKeda(servers, '2.20')) return;
  yield {
    field: `${IDENTITY}.externalID`,
    what: `its pod identity has the externalID ${show(external)} without a roleArn`,
    why,
    fix: 'Add roleArn, or remove externalID: there is no role to assume.',
    said: 'externalID of PodIdentity requires roleArn to be set',
  };
}

/** KEDA's webhook ends with a pod identity of any other provider, and never comes to oauth2. */
function hidesOAuth2(manifest: Fields): boolean {
  const identity = optionalFields(manifest, 'spec', 'podIdentity');
  return identity !== undefined && !['azure-workload', 'aws'].includes(text(identity, 'provider') ?? '');
}

function* oauth2Refusals(oauth2: unknown, why: string): Iterable<Refusal> {
  if (!optionalFields(oauth2)) return;
  for (const field of ['clientId', 'tokenUrl']) {
    if (text(oauth2, field) !== '') continue;
    yield {
      field: `spec.oauth2.${field}`,
      what: `the ${field} of its oauth2 is empty`,
      why,
      fix: `Give ${field} a value.`,
      said: `oauth2.${field} is required when oauth2 is configured`,
    };
  }
  const url = nonEmpty(at(oauth2, 'tokenUrl'));
  if (url === undefined || /^https?:\/\/[^/?#]/i.test(url)) return;
  yield {
    field: 'spec.oauth2.tokenUrl',
    what: `the tokenUrl ${show(url)} of its oauth2 is not a URL of http or https`,
    why,
    fix: 'Use one such as https://login.example.com/token.',
    said: 'oauth2.tokenUrl must be a valid http or https URL',
  };
}

/** Files are read for the cluster-wide kind alone, and instead of everything else. */
function* fileRefusals(manifest: Fields, kind: string, servers: Servers): Iterable<Refusal> {
  const path = nonEmpty(at(manifest, 'spec', 'filePath'));
  if (path === undefined || !hasKeda(servers, '2.19')) return;
  const refusal = { field: 'spec.filePath', admitted: true, why: NO_PARAMETER };
  if (kind === 'TriggerAuthentication') {
    yield {
      ...refusal,
      what: `it has the filePath ${show(path)}, which KEDA reads of a ClusterTriggerAuthentication only`,
      fix: 'Make it a ClusterTriggerAuthentication, and say so in the authenticationRef of the triggers.',
    };
  } else if (path.startsWith('/') || path.includes('..')) {
    yield {
      ...refusal,
      what: `its filePath ${show(path)} is not below the folder that KEDA's operator reads files from`,
      fix: 'Write the path from that folder on, without a leading / and without "..".',
    };
  }
}

const NO_PARAMETER = 'KEDA takes it, and gets no parameter from it: every trigger that refers to it fails.';

/** A login with Kubernetes needs its parts; one by token may find it in the operator's environment. */
function* vaultRefusals(vault: unknown): Iterable<Refusal> {
  if (!optionalFields(vault) || text(vault, 'authentication') !== 'kubernetes') return;
  const refusal = { admitted: true, why: NO_PARAMETER };
  for (const field of ['mount', 'role']) {
    if (nonEmpty(at(vault, field)) !== undefined) continue;
    yield {
      ...refusal,
      field: `spec.hashiCorpVault.${field}`,
      what: `it logs in to Vault by Kubernetes, and has no ${field}`,
      fix: `Add ${field}.`,
    };
  }
  const credential = optionalFields(vault, 'credential');
  const given = ['serviceAccount', 'serviceAccountName'].map((field) => nonEmpty(credential?.[field]));
  if (!credential || given.some((each) => each !== undefined)) return;
  yield {
    ...refusal,
    field: 'spec.hashiCorpVault.credential',
    what: 'it logs in to Vault by Kubernetes with a credential that has neither serviceAccount nor serviceAccountName',
    fix: "Name the service account, or leave credential out: KEDA's own is used then.",
  };
}
