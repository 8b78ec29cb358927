import * as kplus from 'cdk8s-plus-28';
import { PodSecurity, type RootOptions } from '../platform';
import { MetricExporter, type CounterMetric, type HistogramMetric } from '../scaling';
import { nameError, portError, portNameProblem, wholeNumberProblem, type Problem } from '../validation';
import { IMAGES } from '../versions';
import { HealthCheck } from './health-check';

/** A port that a container listens on. */
export interface AppPort {
  /** Name of the port, such as `metrics`; at most 15 characters. */
  readonly name: string;
  /** Number of the port. */
  readonly port: number;
}

/** A file that the container reads; it comes from a ConfigMap. */
export interface AppFile {
  /** Absolute path of the file. All files of one folder replace what the image has there. */
  readonly path: string;
  /** Its content. */
  readonly content: string;
}

/** The CPU architecture of a node, as its label `kubernetes.io/arch` has it. */
export enum Architecture {
  /** x86-64. */
  AMD64 = 'amd64',
  /** 64-bit Arm. */
  ARM64 = 'arm64',
}

/** What an image needs to run. */
export interface AppImageOptions {
  /**
   * The port that requests come in at, such as the one that serves HTTP.
   * @default none: a worker, which asks for its work
   */
  readonly port?: number;
  /**
   * Name of that port.
   * @default 'http'
   */
  readonly portName?: string;
  /**
   * Further ports.
   * @default none
   */
  readonly additionalPorts?: AppPort[];
  /**
   * Folders that the image writes to. Each becomes an emptyDir, because the image's own file system is read-only.
   * @default none
   */
  readonly writablePaths?: string[];
  /**
   * Files that configure it. A changed file restarts the pods.
   * @default none
   */
  readonly files?: AppFile[];
  /**
   * Command that replaces the image's entry point.
   * @default the image's
   */
  readonly command?: string[];
  /**
   * Arguments that replace the image's.
   * @default the image's
   */
  readonly args?: string[];
  /**
   * How the image says that it can take requests.
   * @default a TCP connection to its port
   */
  readonly readiness?: HealthCheck;
  /**
   * How the image says that it must be restarted.
   * @default none: a wrong liveness probe does more harm than none
   */
  readonly liveness?: HealthCheck;
  /**
   * Path that shows something to a person.
   * @default '/'
   */
  readonly page?: string;
  /**
   * The only architecture that the image is built for.
   * @default any
   */
  readonly architecture?: Architecture;
  /**
   * Whether the image has a `sleep` command. Without one, the pause before stopping needs Kubernetes 1.30.
   * @default true
   */
  readonly hasSleep?: boolean;
  /**
   * How it counts its requests, where Prometheus scrapes it.
   * @default not known
   */
  readonly requests?: CounterMetric;
  /**
   * How it measures the durations of its requests, where Prometheus scrapes it.
   * @default not known
   */
  readonly durations?: HistogramMetric;
}

/** An image that runs without root. */
export interface RestrictedImageOptions extends AppImageOptions {
  /** Numeric uid above 0 that the image can run with. */
  readonly uid: number;
  /**
   * Numeric gid.
   * @default the uid
   */
  readonly gid?: number;
}

/** An image that runs only as root. */
export interface RootImageOptions extends AppImageOptions, RootOptions {}

/** An image and what it needs to run: ports, uid, writable folders, probes. */
export class AppImage {
  /**
   * Any image that runs without root: the Pod Security Standard `restricted`.
   *
   * @param reference repository and tag, such as `ghcr.io/acme/shop:1.4.2`
   */
  public static of(reference: string, options: RestrictedImageOptions): AppImage {
    const { uid, gid } = options;
    return new AppImage(reference, options, PodSecurity.restricted({ uid, gid }), uid, gid);
  }

  /** Any image that runs only as root: the standard `baseline`, with a reason and no more capabilities than named. */
  public static root(reference: string, options: RootImageOptions): AppImage {
    return new AppImage(reference, options, PodSecurity.root(options));
  }

  /**
   * Kubernetes' own example for the HPA: each request burns CPU, the answer is `OK!`.
   *
   * @param reference another build of it
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/
   */
  public static hpaExample(reference: string = IMAGES.hpaExample): AppImage {
    return AppImage.root(reference, {
      reason: 'hpa-example is Apache: its parent process binds port 80 as root and hands requests to www-data',
      capabilities: [
        kplus.Capability.KILL,
        kplus.Capability.NET_BIND_SERVICE,
        kplus.Capability.SETGID,
        kplus.Capability.SETUID,
      ],
      port: 80,
      architecture: Architecture.AMD64,
    });
  }

  /**
   * The reference web application for Kubernetes.
   *
   * @param reference another version of it
   * @see https://github.com/stefanprodan/podinfo
   */
  public static podinfo(reference: string = IMAGES.podinfo): AppImage {
    return AppImage.of(reference, {
      port: 9898,
      uid: 100,
      gid: 101,
      writablePaths: ['/data'],
      readiness: HealthCheck.http('/readyz'),
      liveness: HealthCheck.http('/healthz'),
      requests: MetricExporter.PODINFO.counter('http_requests_total'),
      durations: MetricExporter.PODINFO.histogram('http_request_duration_seconds'),
    });
  }

  /**
   * nginx that runs without root, with its welcome page.
   *
   * @param reference another version of it
   * @see https://github.com/nginx/docker-nginx-unprivileged
   */
  public static nginxUnprivileged(reference: string = IMAGES.nginxUnprivileged): AppImage {
    return AppImage.of(reference, {
      port: 8080,
      uid: 101,
      writablePaths: ['/tmp'],
      readiness: HealthCheck.http('/'),
      liveness: HealthCheck.tcp(),
    });
  }

  /**
   * Stands in for the `order` service of lab zero-downtime: it answers `/orders` on port 8080, and like a Java service it needs 10 s
   * before it listens. Its answer names the nginx version, so that a rollout to another tag can be seen.
   *
   * @param reference another tag of nginx-unprivileged, such as the one to roll out
   */
  public static order(reference: string = IMAGES.nginxUnprivileged): AppImage {
    return AppImage.of(reference, {
      port: 8080,
      uid: 101,
      writablePaths: ['/tmp'],
      files: [{ path: '/etc/nginx/conf.d/default.conf', content: ORDER_CONFIGURATION }],
      command: ['sh', '-c', 'sleep 10; exec nginx -g "daemon off;"'],
      page: '/orders',
      readiness: HealthCheck.http('/orders'),
    });
  }

  /**
   * Answers every request with the name of its pod, on port 8080: shows which pod answers. Stands in for `sysnet4admin/echo-hname`, which starts
   * as root.
   *
   * @param reference another tag of nginx-unprivileged
   */
  public static echoHname(reference: string = IMAGES.nginxUnprivileged): AppImage {
    return echo(reference, '$hostname\\n');
  }

  /**
   * Answers every request with its method and the address of its pod, on port 8080. Stands in for `sysnet4admin/echo-ip`, which starts as root.
   *
   * @param reference another tag of nginx-unprivileged
   */
  public static echoIp(reference: string = IMAGES.nginxUnprivileged): AppImage {
    return echo(reference, 'request_method : $request_method | ip_dest: $server_addr\\n');
  }

  private constructor(
    /** Repository and tag or digest. */
    public readonly reference: string,
    /** What the image needs. */
    public readonly options: AppImageOptions,
    /** How much its pods may do. */
    public readonly security: PodSecurity,
    /** Numeric uid; undefined for root. */
    public readonly uid?: number,
    /** Numeric gid, where it is not the uid. */
    public readonly gid?: number,
  ) {}

  /** @internal */
  public problem(): Problem | undefined {
    const { uid, gid, security } = this;
    if (security.rootReason?.trim() === '') return WITHOUT_REASON;
    const names = new Set<string>();
    const numbers = new Set<number>();
    for (const { name, port } of this.ports) {
      const problem = nameError('The port name', name, portNameProblem(name)) ?? portError('The port', port);
      if (problem) return problem;
      if (names.has(name) || numbers.has(port)) {
        return {
          what: `The image "${this.reference}" has the port ${names.has(name) ? `name "${name}"` : port} twice.`,
          why: 'A Service could not tell the two apart.',
          fix: 'Give each port a name and a number of its own.',
        };
      }
      names.add(name);
      numbers.add(port);
    }
    if (uid === undefined) return undefined;
    if (uid === 0 || gid === 0) {
      return {
        what: `The image "${this.reference}" is to run with ${uid === 0 ? 'uid' : 'gid'} 0, which is root.`,
        why: 'The kubelet refuses it under runAsNonRoot, and the Pod Security Standard restricted forbids it.',
        fix: 'Use a uid above 0, or AppImage.root with the reason and the capabilities that it needs.',
      };
    }
    return wholeNumberProblem('The uid', uid, 1) ?? wholeNumberProblem('The gid', gid, 1);
  }

  /** All ports: the one that requests come in at first. */
  public get ports(): AppPort[] {
    const { port, portName = 'http', additionalPorts = [] } = this.options;
    return port === undefined ? additionalPorts : [{ name: portName, port }, ...additionalPorts];
  }
}

const WITHOUT_REASON: Problem = {
  what: 'An image is to run as root without a reason.',
  why: 'Whoever reviews the manifest cannot tell a need from an oversight.',
  fix: "Say why: AppImage.root(…, { reason: 'its parent process binds port 80', … }).",
};

const ORDER_CONFIGURATION = `server {
  listen 8080;
  location = /orders {
    default_type application/json;
    return 200 '{"orders":[{"id":1,"product":"TV","quantity":3}],"version":"nginx $nginx_version","pod":"$hostname"}\\n';
  }
}
`;

function echo(reference: string, answer: string): AppImage {
  return AppImage.of(reference, {
    port: 8080,
    uid: 101,
    writablePaths: ['/tmp'],
    files: [{ path: '/etc/nginx/conf.d/default.conf', content: echoConfiguration(answer) }],
    readiness: HealthCheck.http('/'),
    liveness: HealthCheck.tcp(),
  });
}

function echoConfiguration(answer: string): string {
  return `server {
  listen 8080;
  default_type text/plain;
  location / {
    return 200 '${answer}';
  }
}
`;
}
