import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CpuAutoscalingLab } from '../../../labs/cpu-autoscaling';
import { CustomMetricsLab, PrometheusOperatorChart } from '../../../labs/custom-metrics';
import { CommunityIngressChart, ExposingServicesLab, MetalLbChart } from '../../../labs/exposing-services';
import { F5IngressChart, IngressKedaLab } from '../../../labs/ingress-keda';
import { KedaChart, MetricsServerChart, MonitoringChart } from '../../../labs/platform';
import { ZeroDowntimeLab } from '../../../labs/zero-downtime';
import { AutoscalingApp, DEFAULT_KUBERNETES, type ClusterProfile } from '../../../lib';
import { profile, release } from '../kubernetes/cluster';

const DIST = path.join(__dirname, '..', '..', '..', 'dist');

/** The folder with the labs' manifests for the cluster that the tests run on: dist/, if it is for its release. */
export async function labFiles(): Promise<string> {
  return (await release()) === DEFAULT_KUBERNETES ? DIST : synthesizeLabs(await profile());
}

/** The files of `main.ts` for another cluster, in a new folder. */
function synthesizeLabs(cluster: ClusterProfile): string {
  return synthesize(cluster, (app) => {
    new MetricsServerChart(app, 'metrics-server');
    new MetalLbChart(app, 'metallb');
    new KedaChart(app, 'keda');
    const { prometheus, grafana } = new MonitoringChart(app, 'monitoring');
    const operated = new PrometheusOperatorChart(app, 'prometheus-operator', { companionsOf: prometheus });
    const community = new CommunityIngressChart(app, 'ingress-nginx');
    const f5 = new F5IngressChart(app, 'nginx-ingress');
    new IngressKedaLab(app, 'ingress-keda', { ingress: f5.ingress, prometheus, grafana });
    new CustomMetricsLab(app, 'custom-metrics', { prometheus: operated.prometheus });
    new CpuAutoscalingLab(app, 'cpu-autoscaling', { grafana });
    new ExposingServicesLab(app, 'exposing-services', { ingress: community.ingress });
    new ZeroDowntimeLab(app, 'zero-downtime');
  });
}

/** The files of an app, in a new folder. */
export function synthesize(cluster: ClusterProfile, define: (app: AutoscalingApp) => void): string {
  const outdir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-autoscaling-manifests-')), 'dist');
  const app = new AutoscalingApp({ cluster, outdir });
  define(app);
  app.synth();
  return outdir;
}

/** The manifests of a folder, in the order of their stages. */
export function manifestFiles(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => path.join(folder, name));
}
