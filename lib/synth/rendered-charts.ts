import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type RenderedObject } from './rendered-object';

/**
 * Charts that give what was rendered of them. The charts of cdk8s prepare and validate the whole app before each of them renders, which
 * `App.synth()` has done already: with the square of their number.
 *
 * @see https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts
 */
export class RenderedCharts {
  private readonly charts: Chart[] = [];

  /** Whatever chart has a rendering of its own keeps it. */
  constructor(root: IConstruct, rendered: readonly RenderedObject[]) {
    const manifests = new Map(rendered.map(({ apiObject, manifest }) => [apiObject, manifest]));
    for (const chart of root.node.findAll()) {
      if (!Chart.isChart(chart) || Reflect.get(chart, 'toJson') !== Reflect.get(Chart.prototype, 'toJson')) continue;
      chart.toJson = () => objectsOf(chart).map((object) => manifests.get(object) ?? (object.toJson() as unknown));
      this.charts.push(chart);
    }
  }

  /** Lets them render again. */
  end(): void {
    for (const chart of this.charts) Reflect.deleteProperty(chart, 'toJson');
  }
}

/** The objects of a chart, but for those of the charts in it, in the order in which cdk8s has them. */
function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter((object) => Chart.of(object) === chart);
}
