import { type Fields } from '../../kubernetes/fields';
import { type Generator } from './generators/generator';

/** The Job that makes the load. */
export interface LoadJob {
  readonly namespace: string;
  readonly name: string;
  readonly generator: Generator;
  /** @default the one of the generator */
  readonly image?: string;
  /** How long the load lasts. */
  readonly seconds: number;
}

/** Seconds that a Job may take beside its load: its image, its last answers. */
export const BESIDES_LOAD = 240;
/** Seconds after which the cluster itself deletes what nobody deleted: a proof that was killed leaves nothing behind either. */
const KEPT_SECONDS = 120;

/** The manifest: restricted, without a second try, and deleted by the cluster if nobody else does. */
export function loadJob({ namespace, name, generator, image, seconds }: LoadJob): Fields {
  const labels = {
    app: name,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': 'load-generator',
    'app.kubernetes.io/managed-by': 'cdk8s-autoscaling',
  };
  const { uid, script, environment, memory } = generator;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: seconds + BESIDES_LOAD,
      ttlSecondsAfterFinished: KEPT_SECONDS,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 1,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: uid,
            runAsGroup: uid,
            fsGroup: uid,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'load',
              image: image ?? generator.image,
              imagePullPolicy: 'IfNotPresent',
              command: ['sh', '-c', escaped(script)],
              env: [
                { name: 'HOME', value: '/tmp' },
                ...Object.entries(environment).map(([key, value]) => ({ name: key, value: escaped(value) })),
              ],
              resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  };
}

/** The kubelet replaces `$(NAME)` by a variable. */
function escaped(text: string): string {
  return text.replaceAll('$(', '$$$$(');
}
