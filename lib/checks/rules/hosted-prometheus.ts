import { list, text } from '../../kubernetes/fields';
import { triggersOf } from '../../kubernetes/keda/trigger-fields';
import { type Mistake } from '../finding';
import { describe } from '../manifest';
import { type ManifestIndex } from '../manifest-index';
import { type Rule } from '../rule';

/** A Prometheus of a cloud, which answers nobody without credentials. */
export const hostedPrometheus: Rule = {
  id: 'R82',
  name: 'hosted-prometheus',
  severity: 'warning',
  scope: 'object',
  fixSafety: 'none',
  since: '0.2.0',
  summary: 'A trigger asks a hosted Prometheus without authentication.',
  source: 'https://keda.sh/docs/latest/scalers/prometheus/#authentication-parameters',
  find,
};

/** Hosts of services that ask for credentials, and how KEDA gives them. */
const HOSTED: readonly (readonly [host: RegExp, service: string, fix: string])[] = [
  [/(^|\.)grafana\.net$/, 'Grafana Cloud', 'authModes: basic, with a TriggerAuthentication of username and password'],
  [/^aps-workspaces\..*\.amazonaws\.com$/, 'Amazon Managed Prometheus', 'a TriggerAuthentication with podIdentity: { provider: aws }, and awsRegion in the metadata'],
  [/\.prometheus\.monitor\.azure\.com$/, 'Azure Monitor', 'a TriggerAuthentication with podIdentity: { provider: azure-workload }'],
  [/^monitoring\.googleapis\.com$/, 'Google Managed Prometheus', 'a TriggerAuthentication with podIdentity: { provider: gcp }'],
]; // prettier-ignore

function* find(index: ManifestIndex): Iterable<Mistake> {
  for (const object of ['ScaledObject', 'ScaledJob'].flatMap((kind) => index.ofKind('keda.sh', kind))) {
    for (const [i, { type, metadata, path }] of triggersOf(object.manifest).entries()) {
      const trigger = list(object.manifest, 'spec', 'triggers')[i];
      if (type !== 'prometheus' || text(trigger, 'authenticationRef', 'name') !== undefined) continue;
      const [, host = ''] = /^https?:\/\/([^/:]+)/.exec(text(metadata, 'serverAddress') ?? '') ?? [];
      const service = HOSTED.find(([pattern]) => pattern.test(host));
      if (!service) continue;
      yield {
        objects: [object],
        field: `${path}.metadata.serverAddress`,
        what: `${describe(object)} asks ${service[1]} (${host}), and the trigger has no authenticationRef.`,
        why: 'It answers 401 to every query: the trigger has no value and nothing scales.',
        fix: `Add authenticationRef: ${service[2]}.`,
      };
    }
  }
}
