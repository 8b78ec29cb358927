import { type Fields } from '../../../lib/checks';
import { podSecurity } from '../../../lib/checks/rules/pod-security';
import { checked, deployment, mistakes } from '../objects';

const hardened = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const told = (level: string, securityContext: Fields, pod: Fields = {}, more: Fields = {}) => {
  const labels = { 'pod-security.kubernetes.io/enforce': level };
  const namespace = checked({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  return (
    mistakes(podSecurity, [
      namespace,
      deployment('web', { containers: [{ name: 'app', securityContext, ...more }], pod }),
    ])[0] ?? ''
  );
};

test('a namespace of the level restricted refuses what is not hardened', () => {
  expect(told('restricted', hardened)).toBe('');
  expect(told('restricted', {})).toContain(
    'container "app" may escalate its privileges; container "app" may run as root; container "app" keeps capabilities; container "app" has no seccomp profile',
  );
  expect(told('restricted', { ...hardened, runAsUser: 0 })).toContain('runs as user 0');
  expect(
    told('restricted', { ...hardened, capabilities: { drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE'] } }),
  ).toContain('adds CHOWN');
  expect(
    told('restricted', hardened, {
      volumes: [
        { name: 'a', emptyDir: {} },
        { name: 'b', nfs: {} },
      ],
    }),
  ).toContain('volume "b" is of kind nfs');
});

test('a namespace of the level baseline refuses the host', () => {
  expect(told('baseline', {})).toBe('');
  expect(told('privileged', { privileged: true })).toBe('');
  expect(
    told(
      'baseline',
      { privileged: true, capabilities: { add: ['SYS_ADMIN', 'CHOWN'] } },
      { hostNetwork: true, volumes: [{ name: 'a', hostPath: {} }] },
      { ports: [{ hostPort: 80 }, {}] },
    ),
  ).toContain(
    'hostNetwork is true; volume "a" is a hostPath; container "app" is privileged; container "app" adds SYS_ADMIN; container "app" has a hostPort',
  );
});
