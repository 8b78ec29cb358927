import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { MetricsServer } from '../lib';

/** What all labs share on their cluster. */
export class MetricsServerChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new MetricsServer(this, 'metrics-server');
  }
}
