/** Which names and labels F5's controller has. They changed with its version 3.1, and selectors cannot be changed in place. */
export enum F5Naming {
  /** `<release>-nginx-ingress-controller`, selected by app.kubernetes.io/name and app.kubernetes.io/instance. */
  CURRENT = 'current',
  /** `<release>-nginx-ingress`, selected by `app: <release>-nginx-ingress`: what guides from before 2023 type. */
  LEGACY = 'legacy',
}

/** The names of everything, as F5's own chart would choose them for a release. */
export interface F5Names {
  /** ServiceAccount, roles, ConfigMap. */
  readonly base: string;
  /** Deployment or DaemonSet, and the Service. */
  readonly controller: string;
  /** Lease that elects a leader. */
  readonly leaderElection: string;
  readonly podLabels: { readonly [label: string]: string };
  readonly labels: { readonly [label: string]: string };
}

const APPLICATION = 'nginx-ingress';

export function f5Names(release: string, naming: F5Naming, version: string): F5Names {
  const base = release.includes(APPLICATION) ? release : `${release}-${APPLICATION}`;
  const recommended = { 'app.kubernetes.io/name': APPLICATION, 'app.kubernetes.io/instance': release };
  const legacy = naming === F5Naming.LEGACY;
  return {
    base,
    controller: legacy ? base : `${base}-controller`,
    leaderElection: `${base}-leader-election`,
    podLabels: legacy ? { app: base } : recommended,
    labels: {
      ...(legacy ? { app: base } : {}),
      ...recommended,
      'app.kubernetes.io/version': version,
      'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
    },
  };
}
