import { ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { ConnectionPeer, Connections } from '../../platform';
import { AppChecks } from '../../synth';
import { gaugesIn } from '../queries/query-rules';
import { type KedaTrigger } from './keda-trigger';

/** The label of KEDA's operator, whoever installed it. */
const KEDA_OPERATOR = ConnectionPeer.pods({ labels: { app: 'keda-operator' } });

/** What triggers belong to. */
export interface TriggerOwner {
  readonly name: string;
  readonly namespace?: string;
  readonly triggers: readonly KedaTrigger[];
}

/** Writes the TriggerAuthentications that triggers need of their own, and gives the triggers as they stand in the object. */
export function writeTriggers(scope: Construct, { name, namespace, triggers }: TriggerOwner): object[] {
  return triggers.map((trigger, index) => {
    const { authentication } = trigger;
    if (!authentication) return trigger.toSpec();
    if (authentication.object) return trigger.toSpec(referenceTo(authentication.object));
    const own = { kind: 'TriggerAuthentication', name: `${name}-${trigger.type}${index > 0 ? `-${index}` : ''}` };
    new ApiObject(scope, `authentication-${index}`, {
      apiVersion: 'keda.sh/v1alpha1',
      kind: own.kind,
      metadata: { name: own.name, namespace },
      spec: authentication.toSpec(),
    });
    return trigger.toSpec(referenceTo(own));
  });
}

/** Tells the app what KEDA asks, and how often it is new. */
export function connectTriggers(scope: Construct, triggers: readonly KedaTrigger[]): void {
  const checks = AppChecks.attach(scope);
  for (const { prometheus, addresses } of triggers) {
    for (const address of addresses) {
      const peer = peerAt(address);
      if (peer) Connections.of(scope).add(KEDA_OPERATOR, peer);
    }
    if (!prometheus) continue;
    checks.provideScrapeInterval(
      prometheus.prometheus.url,
      prometheus.prometheus.scrapeInterval.toMilliseconds() / 1000,
    );
    for (const gauge of gaugesIn(prometheus.query)) checks.provideGauge(gauge);
  }
}

/** TriggerAuthentication is the kind that KEDA looks for by default. */
function referenceTo({ kind, name }: { readonly kind: string; readonly name: string }): object {
  return kind === 'TriggerAuthentication' ? { name } : { name, kind };
}

/** What answers at an address; undefined where no port can be told, which only a cluster resolves. */
function peerAt(address: string): ConnectionPeer | undefined {
  try {
    return ConnectionPeer.url(address);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
