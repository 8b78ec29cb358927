import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CpuAutoscalingLab } from '../../../labs/cpu-autoscaling';
import { CommunityIngressChart, ExposingServicesLab, MetalLbChart } from '../../../labs/exposing-services';
import { MetricsServerChart } from '../../../labs/platform';
import { ZeroDowntimeLab } from '../../../labs/zero-downtime';
import { AutoscalingApp, type ClusterProfile } from '../../../lib';

/** The files of `main.ts` for another cluster, in a new folder. */
export function synthesizeLabs(cluster: ClusterProfile): string {
  return synthesize(cluster, (app) => {
    new MetricsServerChart(app, 'metrics-server');
    new MetalLbChart(app, 'metallb');
    const { ingress } = new CommunityIngressChart(app, 'ingress-nginx');
    new CpuAutoscalingLab(app, 'cpu-autoscaling');
    new ZeroDowntimeLab(app, 'zero-downtime');
    new ExposingServicesLab(app, 'exposing-services', { ingress });
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
