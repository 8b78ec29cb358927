import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../command/run';

/** A finding by its rule and severity, and a phrase of what it says. */
type Expected = readonly [rule: string, phrase: string];

/** What is right for a case. */
interface Case {
  readonly name: string;
  /** The errors, all of them, and what else has to be said. */
  readonly says?: readonly Expected[];
  /** The rules that have nothing to say, not even a warning. */
  readonly never?: readonly string[];
}

/**
 * What `check` says of each small input of this folder, which are named after what strangers met; the first line of each says what is right
 * and why.
 */
const CASES: readonly Case[] = [
  { name: '03-slow-start-cpu.yaml', says: [['R70 warning', 'has a readiness or startup probe']] },
  { name: '05-kind-spelling.yaml', says: [['R1 error', 'scales Statefulset "collector"']] },
  { name: '07-within-tolerance.yaml', never: ['R6', 'R8', 'R70'] },
  {
    name: '08-test-pod-shares-labels.yaml',
    says: [['R53 error', 'has the labels that Deployment "chat/proxy"']],
    never: ['R5'],
  },
  { name: '10-shared-volume.yaml', says: [['R72 warning', 'all of them mount PersistentVolumeClaim "ci/cache"']] },
  { name: '13-share-of-request.yaml', says: [['R71 info', '80 % of the cpu request is 200m of a limit of 1 core']] },
  { name: '14-adapter-query.yaml', says: [['R85 error', 'is not valid PromQL once its template is filled in']] },
  {
    name: '16-monitor-port-name.yaml',
    says: [['R12 error', 'Service "monitoring/search-metrics"']],
    never: ['R22', 'R52'],
  },
  {
    name: '18-fields-of-another-version.yaml',
    says: [
      ['R43 error', 'spec.behavior is not a field of autoscaling/v1'],
      ['R43 error', 'spec.metrics is not a field of autoscaling/v1'],
    ],
  },
  {
    name: '20-localhost.yaml',
    says: [['R9 warning', "http://localhost:9090 is KEDA's own pod"]],
  },
  { name: '22-ratio-per-pod.yaml', says: [['R8 warning', 'metricType AverageValue divides it by the number of pods']] },
  { name: '23-cooldown-above-zero.yaml', says: [['R47 warning', 'its cooldownPeriod has no effect']] },
  {
    name: '27-cron-to-zero.yaml',
    says: [
      ['R90 error', 'desiredReplicas 0'],
      ['R90 error', 'has the day of the week "7", which is outside of 0 to 6'],
    ],
  },
  { name: '28-idle-above-zero.yaml', says: [['R27 warning', 'idleReplicaCount 1 is above 0']] },
  { name: '31-job-shares-labels.yaml', says: [['R5 error', 'which the pods of CronJob "shop/clean"']] },
  { name: '32-adapter-without-pods.yaml', says: [['R13 warning', 'knows no pods, only namespace']] },
  { name: '33-adapter-other-name.yaml', says: [['R13 warning', 'no rule of prometheus-adapter serves it']] },
  { name: '34-cpu-to-zero.yaml', says: [['R7 error', 'all its triggers measure CPU or memory']] },
  { name: '35-partitions-cap.yaml', says: [['R47 warning', 'has maxReplicaCount 12, and KafkaTopic "kafka/orders"']] },
  { name: '36-cron-above-max.yaml', says: [['R90 warning', 'asks for 20, and maxReplicaCount is 10']] },
  { name: '37-container-name.yaml', says: [['R2 error', 'measures container "app"']] },
  { name: '38-authentication-elsewhere.yaml', says: [['R80 error', 'which namespace "shop" does not have']] },
  { name: '39-grafana-variable.yaml', says: [['R8 warning', 'not valid PromQL at character 41']] },
  { name: '40-vpa-and-hpa.yaml', says: [['R4 error', 'scales it on cpu utilization']] },
  { name: '41-paused.yaml', says: [['R47 warning', 'is paused at 3']] },
  { name: '42-host-from-env.yaml', says: [['R90 warning', 'from the variable RABBITMQ_HOST']] },
  { name: '43-number-in-metadata.yaml', says: [['R60 error', 'threshold is 100']] },
  { name: '44-bytes-of-memory.yaml', says: [['R87 error', 'which is 500 bytes']] },
  {
    name: '45-window-of-a-rule.yaml',
    says: [
      ['R92 warning', 'in "Errors", the window [1m]'],
      ['R92 info', '[2m]'],
    ],
  },
  {
    name: '46-recorded-quantile.yaml',
    says: [['R88 warning', 'is a quantile through job:latency_seconds:p95']],
    never: ['R93'],
  },
  {
    name: '47-cron-on-other-days.yaml',
    says: [['R90 warning', 'ends on Friday 18:00 and again on Saturday 18:00']],
  },
  { name: '48-key-of-a-secret.yaml', says: [['R80 error', 'which has "hosts"']] },
  { name: '49-bounds-of-the-namespace.yaml', says: [['R73 error', 'allows no more than 1']] },
  {
    name: '50-deployment-of-a-rollout.yaml',
    says: [['R78 error', 'whose template Rollout "shop/web"']],
    never: ['R1'],
  },
  { name: '51-rate-by-amqp.yaml', says: [['R90 error', 'has the mode MessageRate, and asks by AMQP']] },
  { name: '52-target-zero.yaml', says: [['R90 error', 'has the targetQueryValue 0']] },
  { name: '53-threshold-zero.yaml', says: [['R90 error', 'has the threshold 0']] },
  { name: '54-identity-without-namespace.yaml', says: [['R90 error', 'has no namespace']] },
  { name: '55-no-credentials.yaml', says: [['R90 warning', 'has no credentials']] },
  { name: '56-removed-key.yaml', says: [['R90 error', 'has subscriptionSize, which KEDA no longer takes']] },
  {
    name: '57-short-name-in-variable.yaml',
    says: [['R81 warning', 'as variable RABBITMQ_URL of container "web" says']],
  },
  { name: '58-port-of-the-pod.yaml', says: [['R83 error', 'sends to port 8080 of Service "shop/web"']] },
  { name: '59-two-scalers-of-an-app.yaml', says: [['R4 error', 'HTTPScaledObject "shop/web"']] },
  { name: '60-monitor-of-another-namespace.yaml', says: [['R12 warning', 'Service "shop/web"']] },
  { name: '61-service-of-another-namespace.yaml', says: [['R18 warning', 'is in another namespace']] },
  { name: '62-off-is-false.yaml', says: [['R61 error', 'its updateMode is false']] },
  { name: '63-no-surge.yaml', says: [['R61 error', 'its maxSurge and maxUnavailable are both 0']] },
  {
    name: '64-shape-of-v2beta1.yaml',
    says: [
      ['R6 error', 'has a target of type (missing)'],
      ['R43 error', 'targetAverageUtilization is not a field'],
    ],
  },
  { name: '65-adapter-of-all-pods.yaml', says: [['R13 error', 'leaves no label that names a pod']] },
  {
    name: '66-cpu-in-capitals.yaml',
    says: [
      ['R34 error', 'limits.Memory is not a resource'],
      ['R34 error', 'requests.CPU is not a resource'],
      ['R34 error', 'requests.Memory is not a resource'],
    ],
    never: ['R2'],
  },
  { name: '67-prefix-of-kustomize', says: [['R1 warning', 'scales Deployment "api"']] },
  { name: '68-cpu-of-a-job.yaml', says: [['R27 error', 'it has a cpu trigger']] },
  { name: '69-path-of-the-api.yaml', says: [['R9 warning', 'ends with /api/v1/query']] },
  { name: '70-port-of-a-policy.yaml', says: [['R95 warning', 'admits connections to port "web"']] },
  { name: '71-secret-made-elsewhere.yaml', says: [['R80 warning', 'makes it in "platform"']] },
  { name: '72-spread-of-others.yaml', says: [['R95 warning', 'counts pods of other labels than its own']] },
  {
    name: 'repo-01-patch-is-no-object.yaml',
    says: [['R0 info', 'is a patch, and 2 more like it']],
    never: ['R26', 'R2', 'R6'],
  },
  { name: 'repo-02-two-environments', never: ['R26', 'R50', 'R17'] },
  { name: 'repo-03-service-elsewhere.yaml', never: ['R18', 'R19', 'R30'] },
  { name: 'repo-04-flux-variables.yaml', never: ['R32', 'R33', 'R34', 'R6', 'R2', 'R43', 'R60', 'R61'] },
  {
    name: 'repo-05-chart-in-the-folder',
    says: [['R0 info', 'is a Helm chart: its templates are not checked']],
    never: ['R32', 'R33', 'R6', 'R19'],
  },
  { name: 'repo-06-definitions-in-a-folder', never: ['R15'] },
  { name: 'repo-07-configuration-without-name.yaml', never: ['R0', 'R32', 'R62'] },
  { name: 'repo-08-pod-name-label.yaml', never: ['R19'] },
  { name: 'repo-09-class-twice-equal.yaml', never: ['R17'] },
  { name: 'repo-10-balancer-action.yaml', never: ['R17', 'R18', 'R50'] },
  { name: 'repo-11-waiting-container.yaml', never: ['R30'] },
  { name: 'repo-12-metric-name-of-the-source.yaml', never: ['R25', 'R46', 'R91'] },
  { name: 'repo-13-one-port-two-names.yaml', never: ['R33'] },
  {
    name: 'repo-14-one-object-twice.yaml',
    says: [
      ['R26 error', 'has the kind, namespace and name of Deployment "shop/web"'],
      ['R26 error', 'has the kind, namespace and name of HorizontalPodAutoscaler "shop/web"'],
    ],
    never: ['R4', 'R5'],
  },
  { name: 'repo-15-own-command.yaml', never: ['R24'] },
  { name: 'repo-16-encrypted-secret.yaml', never: ['R40'] },
  { name: 'repo-17-recreate-with-claim.yaml', never: ['R22'] },
  { name: 'repo-18-export-of-a-cluster.yaml', never: ['R3', 'R4', 'R5', 'R26'] },
  {
    name: 'repo-19-key-twice.yaml',
    says: [
      ['R2 error', 'container "app" of Deployment "shop/web"'],
      ['R0 warning', 'has the key "requests" twice in one map'],
    ],
  },
  { name: 'repo-20-short-host-names.yaml', says: [['R81 warning', 'its redis trigger connects to "redis"']] },
  { name: 'repo-21-quantile-divided.yaml', says: [['R88 warning', 'the result of its query is a quantile']] },
  { name: 'repo-22-idle-at-zero.yaml', says: [['R7 warning', 'has idleReplicaCount 0']] },
  { name: 'repo-23-budget-of-nothing.yaml', says: [['R76 warning', 'selects pods with app=wbe']] },
  {
    name: 'repo-24-rollout-as-workload.yaml',
    says: [
      ['R3 error', 'sets replicas: 2'],
      ['R2 error', 'container "app" of Rollout "shop/web"'],
      ['R21 error', 'with minAvailable 2 allows no eviction from Rollout "shop/web"'],
    ],
  },
  { name: 'repo-25-two-budgets.yaml', says: [['R77 error', 'both select the pods of Deployment "shop/web"']] },
  { name: 'repo-26-replicas-zero.yaml', says: [['R3 error', 'sets replicas: 0']] },
  { name: 'repo-27-class-of-the-cluster.yaml', never: ['R17'] },
  { name: 'repo-28-expression-selector.yaml', never: ['R12'] },
  {
    name: 'repo-29-placeholders-unquoted.yaml',
    says: [['R32 error', 'the name "webConfig" must be lower-case']],
    never: ['R60', 'R61', 'R40'],
  },
  {
    name: 'repo-30-expression-of-nginx.yaml',
    says: [['R51 warning', 'has the regular expression "/api(/|$)(.*)" as a path of type Prefix']],
  },
  { name: 'repo-31-namespace-left-out.yaml', says: [['R1 warning', 'names no namespace']] },
  { name: 'repo-32-zero-with-a-gate.yaml', says: [['R6 warning', 'only with the feature gate HPAScaleToZero']] },
  { name: 'repo-33-target-of-a-release.yaml', says: [['R1 warning', 'scales Deployment "my-release-file-scanner"']] },
  { name: 'repo-34-keda-1.yaml', says: [['R25 error', 'of keda.k8s.io/v1alpha1']], never: ['R27', 'R43'] },
  {
    name: 'repo-35-separator-left-out.yaml',
    says: [
      ['R43 error', 'ConfigMap "shop/web"'],
      ['R0 warning', 'has apiVersion and kind twice in one map, as two objects without a line "---"'],
    ],
  },
  {
    name: 'repo-36-one-probe-asked-once.yaml',
    says: [['R70 warning', 'has a readiness or startup probe']],
    never: ['R22'],
  },
  {
    name: 'repo-37-cpu-of-nobody.yaml',
    says: [['R2 error', 'container "web" of Deployment "shop/web"']],
    never: ['R70'],
  },
  { name: 'repo-38-asked-more-often.yaml', says: [['R47 warning', 'its pollingInterval has no effect']] },
  { name: 'repo-39-webhook-of-other-namespaces.yaml', never: ['R20'] },
  { name: 'repo-40-nothing-secret.yaml', never: ['R40'] },
  { name: 'repo-41-gateway-of-istio.yaml', never: ['R70', 'R2'] },
  { name: 'repo-42-rules-of-logs.yaml', never: ['R85'] },
  { name: 'repo-43-kind-of-an-operator.yaml', never: ['R1'] },
];

interface Report {
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly what: string }[];
}

test.each(CASES)('$name gives the errors that are right, and what else is to be said', async (each) => {
  const { name, says = [], never = [] } = each;
  const { output } = await run(['check', path.join(__dirname, name), '--format', 'json']);
  const { findings } = JSON.parse(output) as Report;
  const expected = says.map(([rule, phrase]): unknown => [rule, expect.stringContaining(phrase)]);
  const said = findings.map(({ rule, severity, what }) => [`${rule} ${severity}`, what]);
  const isExpected = ([rule]: readonly string[]): boolean => says.some(([expectedRule]) => rule === expectedRule);
  expect(said.filter((each) => isExpected(each) || each[0]?.endsWith(' error'))).toEqual(expected);
  expect(findings.filter(({ rule }) => never.includes(rule))).toEqual([]);
});

test('each case has its row', () => {
  const cases = fs.readdirSync(__dirname).filter((name) => !name.endsWith('.ts'));
  expect(CASES.map(({ name }) => name)).toEqual(cases.sort());
});
