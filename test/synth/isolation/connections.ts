import { type Construct } from 'constructs';
import { NetworkPolicies, containersOf, fields, list, podTemplateOf, type Manifest } from '../../../lib/checks';
import { synthesize } from '../../support/synthesize';

const OUTSIDE = { ip: '203.0.113.9' };
const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Everything that policies admit among the workloads of an app, to DNS, and from and to outside: a line for each pair and its ports. */
export function admitted(scope: Construct, asked?: readonly number[]): string[] {
  const manifests = synthesize(scope);
  const policies = new NetworkPolicies(manifests);
  const workloads = manifests.filter((manifest) => podTemplateOf({ manifest, origin: '' }));
  const ends = [
    ...workloads.map((manifest) => ({ name: titleOf(manifest), end: titleOf(manifest), ports: portsOf(manifest) })),
    { name: 'DNS', end: DNS, ports: [53] },
    { name: 'anybody', end: OUTSIDE, ports: [443, 6443, 10250] },
  ];
  const lines: string[] = [];
  for (const from of ends.filter(({ name }) => name !== 'DNS')) {
    for (const to of ends) {
      if (from === to || (from.name === 'anybody' && to.name === 'DNS')) continue;
      const ports = (asked ?? to.ports).filter(
        (port) => policies.mayReach({ from: from.end, to: to.end, port }).reachable,
      );
      if (ports.length > 0) lines.push(`${from.name} -> ${to.name}: ${ports.join(', ')}`);
    }
  }
  return lines;
}

function titleOf({ kind, metadata }: Manifest): string {
  const { namespace = 'default', name } = metadata;
  return `${kind} ${String(namespace)}/${String(name)}`;
}

function portsOf(manifest: Manifest): number[] {
  const ports = containersOf(podTemplateOf({ manifest, origin: '' })!).flatMap(({ container }) =>
    list(container, 'ports').map((port) => Number(fields(port).containerPort)),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}
