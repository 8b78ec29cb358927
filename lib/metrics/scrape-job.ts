import { Duration } from 'cdk8s';
import { ConnectionPeer } from '../platform';
import { problemText } from '../validation';
import { prometheusDuration, prometheusDurationProblem, scrapeTimeoutProblem } from './prometheus-duration';
import { labelNameProblem } from './prometheus-rule';
import { type Relabeling } from './relabeling';
import { KUBERNETES_JOBS, type JobTemplate } from './kubernetes-scrape-jobs';

const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CA_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** What may differ between scrape jobs of one kind. */
export interface ScrapeJobOptions {
  /**
   * How often each target is asked.
   * @default the server's; 5 minutes for the slow jobs
   */
  readonly scrapeInterval?: Duration;
  /**
   * How long an answer may take.
   * @default the server's; 30 s for the slow jobs
   */
  readonly scrapeTimeout?: Duration;
  /**
   * Further steps on the targets' labels, after the job's own.
   * @default none
   */
  readonly relabelings?: Relabeling[];
  /**
   * Steps on each sample's labels before it is stored.
   * @default none
   */
  readonly metricRelabelings?: Relabeling[];
}

/** Options of a job that asks kubelets. */
export interface KubeletScrapeJobOptions extends ScrapeJobOptions {
  /**
   * Whether to accept the kubelets' certificates without verifying them.
   * @default what the cluster profile says: true for kind, minikube and kubeadm, false for EKS and others
   */
  readonly insecureTls?: boolean;
}

/** Options of a job with fixed targets. */
export interface StaticScrapeJobOptions extends ScrapeJobOptions {
  /** Targets as `host:port`. */
  readonly targets: string[];
  /**
   * Labels of all their samples.
   * @default none
   */
  readonly labels?: { [label: string]: string };
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * Whether to use TLS, with the machine's own authorities.
   * @default false
   */
  readonly tls?: boolean;
}

/** Which of the jobs that find their targets in Kubernetes to run. */
export interface DefaultScrapeJobsOptions {
  /**
   * Prometheus itself.
   * @default true
   */
  readonly prometheus?: boolean;
  /**
   * The API servers.
   * @default true
   */
  readonly kubernetesApiServers?: boolean;
  /**
   * The kubelets.
   * @default true
   */
  readonly kubernetesNodes?: boolean;
  /**
   * The containers of each node, as cAdvisor in the kubelet sees them.
   * @default true
   */
  readonly kubernetesNodesCadvisor?: boolean;
  /**
   * Endpoints of Services with the annotation `prometheus.io/scrape: "true"`.
   * @default true
   */
  readonly kubernetesServiceEndpoints?: boolean;
  /**
   * Endpoints of Services with the annotation `prometheus.io/scrape-slow: "true"`.
   * @default true
   */
  readonly kubernetesServiceEndpointsSlow?: boolean;
  /**
   * Services with the annotation `prometheus.io/probe: pushgateway`.
   * @default true
   */
  readonly prometheusPushgateway?: boolean;
  /**
   * Services with the annotation `prometheus.io/probe: "true"`, asked through a blackbox exporter.
   * @default true
   */
  readonly kubernetesServices?: boolean;
  /**
   * Pods with the annotation `prometheus.io/scrape: "true"`.
   * @default true
   */
  readonly kubernetesPods?: boolean;
  /**
   * Pods with the annotation `prometheus.io/scrape-slow: "true"`.
   * @default true
   */
  readonly kubernetesPodsSlow?: boolean;
}

/**
 * What Prometheus asks for metrics: how it finds the targets, how often, and what labels they get.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export class ScrapeJob {
  /** Prometheus itself. @throws on an interval or a timeout that Prometheus refuses; so do all others. */
  public static prometheus(options: ScrapeJobOptions = {}): ScrapeJob {
    return new ScrapeJob('prometheus', { targets: ['localhost:9090'] }, options);
  }

  /** The API servers, behind the Service `kubernetes` in `default`. */
  public static kubernetesApiServers(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-api-servers', options);
  }

  /** The kubelets: what they say of themselves. */
  public static kubernetesNodes(options: KubeletScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-nodes', options, options.insecureTls);
  }

  /** The containers of each node: `container_cpu_usage_seconds_total` and its like. */
  public static kubernetesNodesCadvisor(options: KubeletScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-nodes-cadvisor', options, options.insecureTls);
  }

  /** Endpoints of Services with the annotation `prometheus.io/scrape: "true"`: kube-state-metrics and node-exporter are found by it. */
  public static kubernetesServiceEndpoints(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-service-endpoints', options);
  }

  /** Endpoints of Services with the annotation `prometheus.io/scrape-slow: "true"`, every 5 minutes. */
  public static kubernetesServiceEndpointsSlow(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-service-endpoints-slow', { ...SLOW, ...options });
  }

  /** Services with the annotation `prometheus.io/probe: pushgateway`. */
  public static prometheusPushgateway(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('prometheus-pushgateway', options);
  }

  /** Services with the annotation `prometheus.io/probe: "true"`, asked through a blackbox exporter at the address `blackbox`. */
  public static kubernetesServices(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-services', options);
  }

  /** Pods with the annotation `prometheus.io/scrape: "true"`: what `PrometheusServer.scrape` stamps. */
  public static kubernetesPods(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-pods', options);
  }

  /** Pods with the annotation `prometheus.io/scrape-slow: "true"`, every 5 minutes. */
  public static kubernetesPodsSlow(options: ScrapeJobOptions = {}): ScrapeJob {
    return ScrapeJob.ofTemplate('kubernetes-pods-slow', { ...SLOW, ...options });
  }

  /**
   * Fixed targets.
   *
   * @throws without a target, on one that is not a `host:port`, on a path that does not begin with "/", or on a label that Prometheus refuses.
   */
  public static static(name: string, options: StaticScrapeJobOptions): ScrapeJob {
    const { targets, labels, path, tls } = options;
    refuseTargets(name, targets, path);
    for (const label of Object.keys(labels ?? {})) {
      const problem = labelNameProblem(`The scrape job "${name}"`, label);
      if (problem) throw new RangeError(problemText(problem));
    }
    return new ScrapeJob(name, { targets, labels, path, scheme: tls ? 'https' : undefined }, options);
  }

  /** The jobs that a PrometheusServer has unless it is told otherwise; each can be left out. */
  public static defaults(options: DefaultScrapeJobsOptions = {}): ScrapeJob[] {
    const jobs: readonly [keyof DefaultScrapeJobsOptions, () => ScrapeJob][] = [
      ['prometheus', () => ScrapeJob.prometheus()],
      ['kubernetesApiServers', () => ScrapeJob.kubernetesApiServers()],
      ['kubernetesNodes', () => ScrapeJob.kubernetesNodes()],
      ['kubernetesNodesCadvisor', () => ScrapeJob.kubernetesNodesCadvisor()],
      ['kubernetesServiceEndpoints', () => ScrapeJob.kubernetesServiceEndpoints()],
      ['kubernetesServiceEndpointsSlow', () => ScrapeJob.kubernetesServiceEndpointsSlow()],
      ['prometheusPushgateway', () => ScrapeJob.prometheusPushgateway()],
      ['kubernetesServices', () => ScrapeJob.kubernetesServices()],
      ['kubernetesPods', () => ScrapeJob.kubernetesPods()],
      ['kubernetesPodsSlow', () => ScrapeJob.kubernetesPodsSlow()],
    ];
    return jobs.filter(([key]) => options[key] !== false).map(([, create]) => create());
  }

  private static ofTemplate(
    name: keyof typeof KUBERNETES_JOBS,
    options: ScrapeJobOptions,
    insecure?: boolean,
  ): ScrapeJob {
    return new ScrapeJob(name, KUBERNETES_JOBS[name], options, insecure);
  }

  /** How often each target is asked, if the job says so. */
  public readonly scrapeInterval?: Duration;
  /** How long an answer may take, if the job says so. */
  public readonly scrapeTimeout?: Duration;

  private constructor(
    /** Name of the job: the label `job` of its samples. */
    public readonly name: string,
    private readonly template: JobTemplate,
    private readonly options: ScrapeJobOptions,
    private readonly insecureTls?: boolean,
  ) {
    this.scrapeInterval = options.scrapeInterval;
    this.scrapeTimeout = options.scrapeTimeout;
    const problem =
      (name === '' ? NAMELESS : undefined) ??
      prometheusDurationProblem(`The scrape interval of the job "${name}"`, this.scrapeInterval) ??
      prometheusDurationProblem(`The scrape timeout of the job "${name}"`, this.scrapeTimeout) ??
      (this.scrapeInterval && this.scrapeTimeout
        ? scrapeTimeoutProblem(`The job "${name}"`, this.scrapeInterval, this.scrapeTimeout)
        : undefined);
    if (problem) throw new RangeError(problemText(problem));
  }

  /**
   * Whom the job asks.
   * @internal
   */
  public peers(): ConnectionPeer[] {
    const { access, marked, targets = [], scheme = 'http' } = this.template;
    return [
      ...(access === 'kubelet' ? [ConnectionPeer.kubelets()] : []),
      ...(access === 'api server' ? [ConnectionPeer.apiServer()] : []),
      ...(marked ? [ConnectionPeer.scraped(marked)] : []),
      ...targets.map((target) => ConnectionPeer.url(`${scheme}://${target}`)),
    ];
  }

  /**
   * The job in the configuration file, for a cluster whose kubelets have self-signed certificates or not.
   * @internal
   */
  public toConfig(selfSignedKubelets: boolean): { [key: string]: unknown } {
    const { role, targets, labels, path, scheme, honorLabels, params, access, relabelings } = this.template;
    const { scrapeInterval, scrapeTimeout, relabelings: further = [], metricRelabelings = [] } = this.options;
    const insecure = access === 'kubelet' && (this.insecureTls ?? selfSignedKubelets);
    const steps = [...(relabelings?.() ?? []), ...further];
    return {
      job_name: this.name,
      ...(scrapeInterval ? { scrape_interval: prometheusDuration(scrapeInterval) } : {}),
      ...(scrapeTimeout ? { scrape_timeout: prometheusDuration(scrapeTimeout) } : {}),
      ...(honorLabels ? { honor_labels: true } : {}),
      ...(path === undefined ? {} : { metrics_path: path }),
      ...(scheme === undefined ? {} : { scheme }),
      ...(params === undefined ? {} : { params }),
      ...(access === undefined
        ? {}
        : {
            authorization: { credentials_file: TOKEN_FILE },
            tls_config: { ca_file: CA_FILE, ...(insecure ? { insecure_skip_verify: true } : {}) },
          }),
      ...(role === undefined
        ? { static_configs: [{ targets, ...(labels ? { labels } : {}) }] }
        : { kubernetes_sd_configs: [{ role }] }),
      ...(steps.length > 0 ? { relabel_configs: steps.map((step) => step.toConfig()) } : {}),
      ...(metricRelabelings.length > 0
        ? { metric_relabel_configs: metricRelabelings.map((step) => step.toConfig()) }
        : {}),
    };
  }
}

const SLOW = { scrapeInterval: Duration.minutes(5), scrapeTimeout: Duration.seconds(30) };

const NAMELESS = {
  what: 'A scrape job has no name.',
  why: 'Prometheus refuses its whole configuration, and does not start.',
  fix: 'Name it: the name is the label "job" of its samples.',
};

function refuseTargets(name: string, targets: readonly string[], path: string | undefined): void {
  const odd = targets.find((target) => !/^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d+$/.test(target));
  if (targets.length === 0 || odd !== undefined) {
    throw new RangeError(
      problemText({
        what:
          odd === undefined
            ? `The scrape job "${name}" has no target.`
            : `The scrape job "${name}" has the target "${odd}", which is not a host and a port.`,
        why: 'It would ask nobody, or Prometheus refuses its whole configuration.',
        fix: 'Write targets as host:port, such as shop.example.com:9100; scheme and path are options of the job.',
      }),
    );
  }
  if (path !== undefined && !path.startsWith('/')) {
    throw new RangeError(
      problemText({
        what: `The scrape job "${name}" has the path "${path}".`,
        why: 'It would be part of the host name.',
        fix: 'Begin it with "/".',
      }),
    );
  }
}
