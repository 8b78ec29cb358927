import { Size, type Chart } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Construct } from 'constructs';
import { AutoscalingApp, ClusterProfile } from '../../lib';
import { Canary } from './canary';
import { DjangoShop } from './django-shop';
import { GoGrpc } from './go-grpc';
import { GuardedDashboard } from './guarded-dashboard';
import { GuestOfAPlatform } from './guest-of-a-platform';
import { Hazelcast } from './hazelcast';
import { ImageResizer } from './image-resizer';
import { Intranet } from './intranet';
import { NodeApi } from './node-api';
import { SpringOrders } from './spring-orders';
import { Wordpress } from './wordpress';

/** A real application, as its owner would write it. */
export interface Application {
  readonly chart: new (scope: Construct) => Chart;
  /** What its clients do. */
  readonly load: string;
  /** What others have installed, beyond what the constructs say themselves. */
  readonly provides?: string[];
}

export const APPLICATIONS: readonly Application[] = [
  { chart: NodeApi, load: 'ramp:0..200rps/5m' },
  { chart: SpringOrders, load: 'ramp:0..80rps/10m' },
  { chart: DjangoShop, load: 'constant:20rps', provides: ['keda.sh'] },
  { chart: GoGrpc, load: 'ramp:0..200rps/5m' },
  { chart: Wordpress, load: 'ramp:0..50rps/5m' },
  { chart: Hazelcast, load: 'constant:20rps' },
  { chart: GuardedDashboard, load: 'ramp:0..50rps/5m' },
  { chart: Intranet, load: 'constant:30rps', provides: ['keda.sh'] },
  { chart: GuestOfAPlatform, load: 'ramp:0..200rps/5m', provides: ['keda.sh'] },
  { chart: Canary, load: 'ramp:0..100rps/5m', provides: ['argoproj.io'] },
  { chart: ImageResizer, load: 'constant:20rps', provides: ['keda.sh'] },
];

/** The application alone, on a cluster of twenty nodes. */
export function appOf({ chart: ChartOf, provides }: Application, kubernetes?: string): AutoscalingApp {
  const app = new AutoscalingApp({
    cluster: ClusterProfile.eks({
      kubernetes,
      nodes: 20,
      nodeCpu: Cpu.millis(3920),
      nodeMemory: Size.gibibytes(14),
      provides: ['metrics.k8s.io', ...(provides ?? [])],
    }),
  });
  new ChartOf(app);
  return app;
}
