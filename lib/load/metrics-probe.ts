import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { shellCommand } from '../encode';
import {
  ConnectionPeer,
  Connections,
  Instructions,
  PodSecurity,
  checkProps,
  type Endpoint,
  type IInstructed,
  type Instruction,
} from '../platform';
import { AppChecks, IsolatableConstruct, Stage, assignStage, selectByLabels } from '../synth';
import { refuse, wholeSecondsProblem, type Problem } from '../validation';
import { IMAGES } from '../versions';
import { CURL_UID } from './curl-load-loop';
import { loadContainer, loadLabels, type LoadGeneratorProps } from './load-pod';

/** Props of `MetricsProbe`. */
export interface MetricsProbeProps extends LoadGeneratorProps {
  /** The page, such as `ingress.metricsEndpoint()` or `app.endpoint({ portName: 'metrics', path: '/metrics' })`. */
  readonly target: Endpoint;
  /** Names of the metrics that must be on the page; at least one. */
  readonly metrics: string[];
  /**
   * How long to ask again, each second, before the verdict is that one is missing.
   * @default 1 min
   */
  readonly patience?: Duration;
  /**
   * Name of the Job.
   * @default the construct id
   */
  readonly name?: string;
  /**
   * Whether the Job waits for `kubectl patch job NAME --patch '{"spec":{"suspend":false}}'`.
   * @default false
   */
  readonly suspended?: boolean;
  /**
   * An image with curl, a shell and grep.
   * @default curl 8.16.0
   */
  readonly image?: string;
}

/** Reads a page of metrics once: the Job completes if all metrics are on it, shows them in its log, and fails if one is missing. */
export class MetricsProbe extends IsolatableConstruct implements IInstructed {
  /** Name of the Job. */
  public readonly name: string;
  /** The Job. */
  public readonly job: kplus.Job;

  private readonly suspended: boolean;

  /** @throws without a metric, or on a name that no metric can have. */
  constructor(scope: Construct, id: string, props: MetricsProbeProps) {
    super(scope, id);
    checkProps(this, 'MetricsProbe', props);
    assignStage(this, Stage.LOAD);
    const {
      target,
      metrics,
      patience = Duration.minutes(1),
      name = id,
      suspended = false,
      image = IMAGES.curl,
    } = props;
    refuse(
      this,
      wholeSecondsProblem('The patience of a metrics probe', patience, 1),
      metrics.length > 0 ? undefined : nothingToFind(name),
      ...metrics.map((metric) => metricNameProblem(name, metric)),
    );
    const security = PodSecurity.restricted({ uid: CURL_UID });
    this.name = name;
    this.suspended = suspended;
    this.job = new kplus.Job(this, 'job', {
      metadata: { name, labels: loadLabels(name) },
      podMetadata: { labels: loadLabels(name) },
      securityContext: security.pod,
      restartPolicy: kplus.RestartPolicy.NEVER,
      backoffLimit: 0, // it asks again itself
      activeDeadline: Duration.seconds(patience.toSeconds() + ANSWER_OUTSTANDING_SECONDS),
      terminationGracePeriod: Duration.seconds(1),
      containers: [
        {
          name: 'probe',
          ...loadContainer(this, name, image, security, props),
          command: ['sh', '-c', PROBE_SCRIPT, 'probe'],
          args: [String(patience.toSeconds()), target.url, target.host ?? '', ...metrics],
        },
      ],
    });
    selectByLabels(this.job, { app: name });
    if (suspended) ApiObject.of(this.job).addJsonPatch(JsonPatch.add('/spec/suspend', true));
    Connections.of(this).add(ConnectionPeer.podsOf(this), ConnectionPeer.url(target.url));
    Instructions.of(this).add(this);
    AppChecks.attach(this);
  }

  /** How to start the Job, if it waits, and how to read what it found. */
  public instructions(): Instruction[] {
    const { namespace = 'default' } = this.job.metadata;
    const kubectl = shellCommand('kubectl', `--namespace=${namespace}`);
    return [
      {
        title: `Read the metrics with "${this.name}"`,
        commands: [
          ...(this.suspended ? [`${kubectl} patch job ${this.name} --patch='{"spec":{"suspend":false}}'`] : []),
          `${kubectl} logs job/${this.name} --follow --pod-running-timeout=2m`,
        ],
      },
    ];
  }
}

function nothingToFind(name: string): Problem {
  return {
    what: `The metrics probe "${name}" looks for no metric.`,
    why: 'Its verdict would be the same whatever is on the page.',
    fix: "Name at least one, such as metrics: ['nginx_connections_active'].",
  };
}

function metricNameProblem(name: string, metric: string): Problem | undefined {
  if (/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(metric)) return undefined;
  return {
    what: `The metrics probe "${name}" looks for "${metric}", which is not the name of a metric.`,
    why: 'It would never be found.',
    fix: 'Use the name alone, of letters, digits, "_" and ":", without labels.',
  };
}

/** curl's own limit of 10 s, for the pod to start, and some more. */
const ANSWER_OUTSTANDING_SECONDS = 60;

/** Arguments: seconds of patience, URL, Host header or nothing, then the metrics. A line of a metric goes on with its labels or its value. */
const PROBE_SCRIPT = `patience=$1 url=$2 host=$3
shift 3
deadline=$(($(date +%s) + patience))
while :; do
  missing=
  if page=$(curl --silent --show-error --fail --max-time 10 \${host:+--header "Host: $host"} "$url" 2>&1); then
    for metric; do
      printf '%s\\n' "$page" | grep -q "^$metric[{ ]" || missing="$missing $metric"
    done
    if [ -z "$missing" ]; then
      for metric; do printf '%s\\n' "$page" | grep "^$metric[{ ]"; done
      echo "verdict: PASSED, $# of $# metrics at $url"
      exit 0
    fi
    problem="no$missing at $url"
  else
    problem="$page"
  fi
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "verdict: FAILED within $patience s: $problem"
    exit 1
  fi
  sleep 1
done
`;
